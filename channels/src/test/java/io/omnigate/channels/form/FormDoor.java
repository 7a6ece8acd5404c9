package io.omnigate.channels.form;

import io.omnigate.channels.TestServer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import java.util.List;
import java.util.Map;

/**
 * A server with forms: an open one, one of a shop, one that bounds senders, one that bounds files.
 */
final class FormDoor implements AutoCloseable {
  static final String PAGE = "https://shop.example";

  final TestServer server =
      TestServer.with(
          Map.of(
              "form", Map.of("kind", "form", "origins", List.of("*")),
              "shop", Map.of("kind", "form", "origins", List.of(PAGE)),
              "slow", Map.of("kind", "form", "origins", List.of("*"), "ratePerMinute", 3),
              "strict", strict()));

  private static Map<String, Object> strict() {
    List<String> blocked = List.of("exe", "image/svg+xml");
    return Map.of(
        "kind", "form", "origins", List.of("*"), "maxFileMiB", 1, "blockedFiles", blocked);
  }

  static JsonObject message() {
    return new JsonObject().put("message", "My parcel is lost");
  }

  static MultiMap fields(String... namesAndValues) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  HttpRequest<Buffer> browser() {
    return server.post("form").putHeader("Accept", "text/html,application/xhtml+xml");
  }

  @Override
  public void close() {
    server.close();
  }
}
