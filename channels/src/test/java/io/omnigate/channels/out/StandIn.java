package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A provider's API in its place: records what it is asked and answers what it is told to. */
final class StandIn {
  /** A call as it came. */
  record Call(String path, MultiMap headers, JsonObject body) {}

  private record Script(int status, MultiMap headers, String body, boolean drop) {}

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
    scripts.add(new Script(0, MultiMap.caseInsensitiveMultiMap(), "", true));
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
    return new Script(status, MultiMap.caseInsensitiveMultiMap(), body, false);
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              Script script;
              synchronized (this) {
                calls.add(
                    new Call(request.uri(), request.headers(), new JsonObject(body.toString())));
                script = scripts.isEmpty() ? usual : scripts.poll();
              }
              if (script.drop()) {
                request.connection().close();
              } else {
                request.response().headers().addAll(script.headers());
                request.response().setStatusCode(script.status()).end(script.body());
              }
            });
  }
}
