package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /docs}, {@code /openapi.yaml} and {@code /openapi.json}; public, as they hold no data. */
public final class DocsRoutes {
  private static final String STYLE = "/web/docs/docs.css";

  private final Vertx vertx;
  private final ApiContract contract;
  private final String publicUrl;
  private final Map<String, Future<Answer>> made = new ConcurrentHashMap<>();

  /**
   * The routes; each document is made when it is first asked for.
   *
   * @param publicUrl what the examples call
   */
  public DocsRoutes(Vertx vertx, ApiContract contract, String publicUrl) {
    this.vertx = vertx;
    this.contract = contract;
    this.publicUrl = publicUrl;
  }

  /** Adds the routes. */
  public void mount(Router router) {
    add(router, "/docs", this::page);
    add(router, "/openapi.yaml", () -> document("application/yaml", contract.yaml()));
    add(
        router,
        "/openapi.json",
        () -> document("application/json", contract.document().encodePrettily()));
  }

  /** Making the page takes tens of milliseconds the first time, so it leaves the event loop. */
  private void add(Router router, String path, Callable<Answer> document) {
    router
        .get(path)
        .handler(
            context ->
                made.computeIfAbsent(path, first -> make(document))
                    .onSuccess(answer -> answer.send(context.response()))
                    .onFailure(context::fail));
  }

  private Future<Answer> make(Callable<Answer> document) {
    return vertx.executeBlocking(document, false).map(Objects::requireNonNull);
  }

  /** The only thing the page may load is its own style, known by its hash. */
  private Answer page() {
    String css = Resources.text(STYLE);
    String hash =
        Base64.getEncoder().encodeToString(RawPayload.sha256(Buffer.buffer(css)).getBytes());
    String policy =
        "default-src 'none'; style-src 'sha256-"
            + hash
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return document("text/html; charset=utf-8", new DocsPage(contract, publicUrl).html(css))
        .with("Content-Security-Policy", policy)
        .with("Referrer-Policy", "no-referrer");
  }

  private static Answer document(String type, String body) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", type, "X-Content-Type-Options", "nosniff", "Cache-Control", "no-cache"),
        Buffer.buffer(body));
  }
}
