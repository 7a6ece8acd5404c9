package io.omnigate.channels.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, before it is written.
 *
 * @param headers further headers, the content type among them
 */
public record Answer(int status, Map<String, String> headers, Buffer body) implements Reply {

  private static final String CONTENT_TYPE = "Content-Type";

  /** Keeps a copy of the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** A JSON document. */
  public static Answer json(int status, JsonObject body) {
    return new Answer(status, Map.of(CONTENT_TYPE, "application/json"), body.toBuffer());
  }

  /** Plain text that no browser takes for anything else. */
  public static Answer text(int status, String body) {
    Map<String, String> headers =
        Map.of(CONTENT_TYPE, "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff");
    return new Answer(status, headers, Buffer.buffer(body));
  }

  /** A status without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), Buffer.buffer());
  }

  /** The same answer under another status. */
  public Answer withStatus(int other) {
    return new Answer(other, headers, body);
  }

  /** The same answer with one header more. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  @Override
  public Future<Void> send(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    return status == 204 ? response.end() : response.end(body);
  }
}
