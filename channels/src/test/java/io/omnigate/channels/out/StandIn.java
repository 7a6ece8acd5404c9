package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A provider's API in its place: records what it is asked and answers what it is told to. */
final class StandIn {
  /** A call as it came. */
  record Call(String path, MultiMap headers, Buffer bytes) {
    /** Its JSON. */
    JsonObject body() {
      return new JsonObject(bytes.toString());
    }

    /** The parts of its form by their names: a field's text, or a file's head and bytes. */
    Map<String, Part> form() {
      String boundary = "--" + headers.get("Content-Type").replaceFirst(".*boundary=", "");
      Map<String, Part> parts = new LinkedHashMap<>();
      for (String part : bytes.toString("ISO-8859-1").split(Pattern.quote(boundary), -1)) {
        int blank = part.indexOf("\r\n\r\n");
        if (blank > 0) {
          String head = utf8(part.substring(0, blank));
          String name = head.replaceFirst("(?s).*; name=\"([^\"]*)\".*", "$1");
          parts.put(name, new Part(head, part.substring(blank + 4, part.length() - 2)));
        }
      }
      return parts;
    }
  }

  /** A part of a form; {@code latin1} are its bytes, one to a character. */
  record Part(String head, String latin1) {
    String text() {
      return utf8(latin1);
    }
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private record Script(int status, MultiMap headers, String body, Silence silence) {}

  /** How it does not answer. */
  private enum Silence {
    NONE,
    DROP,
    CUT,
    HOLD
  }

  private final List<Call> calls = new ArrayList<>();
  private final Deque<Script> scripts = new ArrayDeque<>();
  private final HttpServer server;
  private Script usual = script(200, "{}");

  StandIn(Vertx vertx) {
    server = await(vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** What it answers unless told otherwise. */
  synchronized StandIn usually(int status, String body) {
    usual = script(status, body);
    return this;
  }

  /** What it answers next, once. */
  synchronized StandIn then(int status, String body, String... headers) {
    Script script = script(status, body);
    for (int i = 0; i < headers.length; i += 2) {
      script.headers().add(headers[i], headers[i + 1]);
    }
    scripts.add(script);
    return this;
  }

  /** Reads the next call and breaks the connection without an answer. */
  synchronized StandIn thenDrop() {
    scripts.add(silent(Silence.DROP));
    return this;
  }

  /** Breaks the connection as soon as the next call's body begins. */
  synchronized StandIn thenCut() {
    scripts.add(silent(Silence.CUT));
    return this;
  }

  /** Reads every call that nothing else was said of and never answers it. */
  synchronized StandIn usuallySilent() {
    usual = silent(Silence.HOLD);
    return this;
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  Call only() {
    List<Call> all = calls();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " calls instead of one");
    }
    return all.getFirst();
  }

  private static Script script(int status, String body) {
    return new Script(status, MultiMap.caseInsensitiveMultiMap(), body, Silence.NONE);
  }

  private static Script silent(Silence silence) {
    return new Script(0, MultiMap.caseInsensitiveMultiMap(), "", silence);
  }

  private synchronized boolean cuts() {
    boolean cuts = !scripts.isEmpty() && scripts.peek().silence() == Silence.CUT;
    if (cuts) {
      scripts.remove();
    }
    return cuts;
  }

  private void take(HttpServerRequest request) {
    if (cuts()) {
      request.handler(begun -> request.connection().close());
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              Script script;
              synchronized (this) {
                calls.add(new Call(request.uri(), request.headers(), body));
                script = scripts.isEmpty() ? usual : scripts.poll();
              }
              switch (script.silence()) {
                case HOLD, CUT -> {}
                case DROP -> request.connection().close();
                case NONE -> {
                  request.response().headers().addAll(script.headers());
                  request.response().setStatusCode(script.status()).end(script.body());
                }
              }
            });
  }
}
