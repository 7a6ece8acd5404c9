package io.omnigate.channels.chat.page;

import io.omnigate.channels.Digests;
import io.omnigate.channels.http.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The widget as one script: its files one after the other in a function of their own, so that none
 * of their names is seen by the page. Made and compressed once.
 */
final class WidgetScript {
  /** In the order in which they need each other. */
  private static final List<String> FILES =
      List.of(
          "languages",
          "styles",
          "elements",
          "store",
          "connection",
          "conversation",
          "thread",
          "widget",
          "boot");

  /** Pages hear of a new widget within minutes; meanwhile they show the one they have. */
  private static final String CACHING = "public, max-age=600, stale-while-revalidate=86400";

  private final Variant plain;
  private final Variant compressed;

  private record Variant(Buffer bytes, String etag) {}

  private WidgetScript(Buffer script) {
    String hash = Digests.key(script.toString(StandardCharsets.UTF_8));
    this.plain = new Variant(script, '"' + hash + '"');
    this.compressed = new Variant(gzip(script), '"' + hash + "-gz\"");
  }

  /** Reads it from the class path. */
  static WidgetScript load() {
    return new WidgetScript(
        Buffer.buffer(
            FILES.stream()
                .map(WidgetScript::text)
                .collect(Collectors.joining("\n", "(() => {\n'use strict';\n\n", "})();\n"))));
  }

  /** The script as the request's browser can take it, or that it has it already. */
  Answer answer(HttpServerRequest request) {
    boolean zipped =
        request.headers().getAll("Accept-Encoding").stream()
            .anyMatch(accepted -> accepted.contains("gzip"));
    Variant variant = zipped ? compressed : plain;
    boolean known =
        request.headers().getAll("If-None-Match").stream()
            .anyMatch(tags -> tags.contains(variant.etag()));
    Answer answer =
        known
            ? Answer.empty(304)
            : new Answer(
                200,
                Map.of(
                    "Content-Type",
                    "text/javascript; charset=utf-8",
                    "X-Content-Type-Options",
                    "nosniff",
                    // Any page may load it; what it may do is decided when it connects.
                    "Access-Control-Allow-Origin",
                    "*",
                    "Cross-Origin-Resource-Policy",
                    "cross-origin"),
                variant.bytes());
    return (zipped && !known ? answer.with("Content-Encoding", "gzip") : answer)
        .with("ETag", variant.etag())
        .with("Vary", "Accept-Encoding")
        .with("Cache-Control", CACHING);
  }

  private static String text(String name) {
    try (InputStream in = WidgetScript.class.getResourceAsStream("/web/widget/" + name + ".js")) {
      if (in == null) {
        throw new IllegalStateException("the widget has no file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Buffer gzip(Buffer bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(out.toByteArray());
  }
}
