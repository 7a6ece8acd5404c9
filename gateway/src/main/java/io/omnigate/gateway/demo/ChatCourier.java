package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chat on one of our own pages: goes on by the session that the first answer gave. */
final class ChatCourier implements Courier {
  private final Door door;
  private final String origin;

  ChatCourier(Door door, String origin) {
    this.door = door;
    this.origin = origin;
  }

  @Override
  public Future<Integer> carry(Contact contact, String line) {
    JsonObject body =
        new JsonObject()
            .put("id", UUID.randomUUID().toString())
            .put("text", line)
            .put("page", origin + "/demo");
    put(body, "session", contact.thread());
    put(body, "name", contact.story().name());
    put(body, "email", contact.story().email());
    return door.post("application/json", Map.of("Origin", origin), body.toBuffer())
        .map(
            answer -> {
              if (answer.statusCode() == 201) {
                contact.goOnBy(new JsonObject(answer.body()).getString("session"));
              }
              return answer.statusCode();
            });
  }

  private static void put(JsonObject body, String key, @Nullable String value) {
    if (value != null) {
      body.put(key, value);
    }
  }
}
