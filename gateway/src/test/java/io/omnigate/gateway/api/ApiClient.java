package io.omnigate.gateway.api;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP to the API as a stranger would. */
final class ApiClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final Map<String, String> headers = new LinkedHashMap<>();

  ApiClient(int port) {
    this.port = port;
  }

  /** An answer, read whole. */
  record Reply(int status, HttpResponse<byte[]> http) {
    String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return new JsonObject(text());
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    @Nullable String code() {
      return json().getString("code");
    }

    @Nullable String field() {
      return json().getString("field");
    }
  }

  /** The same client with a header more. */
  ApiClient with(String name, String value) {
    ApiClient more = new ApiClient(port);
    more.headers.putAll(headers);
    more.headers.put(name, value);
    return more;
  }

  /** With an API or session token. */
  ApiClient token(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The origin of the address it talks to. */
  String origin() {
    return "http://127.0.0.1:" + port;
  }

  Reply get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Reply delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Reply post(String path, JsonObject body) {
    return with("Content-Type", "application/json").send("POST", path, body.encode());
  }

  Reply patch(String path, JsonObject body) {
    return with("Content-Type", "application/json").send("PATCH", path, body.encode());
  }

  Reply send(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body));
  }

  Reply send(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
