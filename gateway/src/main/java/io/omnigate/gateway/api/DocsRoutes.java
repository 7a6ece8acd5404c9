package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * {@code /docs}, {@code /openapi.yaml} and {@code /openapi.json}: the same on every gateway, and
 * public.
 */
public final class DocsRoutes {
  private static final String STYLE = "/web/docs/docs.css";

  private final Answer page;
  private final Answer yaml;
  private final Answer json;

  /**
   * Renders the page once.
   *
   * @param publicUrl what the examples call
   */
  public DocsRoutes(ApiContract contract, String publicUrl) {
    String css = style();
    this.page = page(new DocsPage(contract, publicUrl).html(css), css);
    this.yaml = document("application/yaml", Buffer.buffer(contract.yaml()));
    this.json = document("application/json", Buffer.buffer(contract.document().encodePrettily()));
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/docs").handler(context -> page.send(context.response()));
    router.get("/openapi.yaml").handler(context -> yaml.send(context.response()));
    router.get("/openapi.json").handler(context -> json.send(context.response()));
  }

  /** The only thing the page may load is its own style, known by its hash. */
  private static Answer page(String html, String css) {
    String hash =
        Base64.getEncoder().encodeToString(RawPayload.sha256(Buffer.buffer(css)).getBytes());
    String policy =
        "default-src 'none'; style-src 'sha256-"
            + hash
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return document("text/html; charset=utf-8", Buffer.buffer(html))
        .with("Content-Security-Policy", policy)
        .with("Referrer-Policy", "no-referrer");
  }

  private static Answer document(String type, Buffer body) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", type, "X-Content-Type-Options", "nosniff", "Cache-Control", "no-cache"),
        body);
  }

  private static String style() {
    try (InputStream in = DocsRoutes.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IllegalStateException("the gateway was packed without " + STYLE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STYLE, e);
    }
  }
}
