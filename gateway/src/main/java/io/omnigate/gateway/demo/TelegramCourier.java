package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;

/** Telegram's webhook (https://core.telegram.org/bots/api#update), with the secret it was set. */
final class TelegramCourier implements Courier {
  private static final long FIRST_USER = 7_000_000L;

  private final Door door;
  private final String secret;
  private final InstantSource clock;
  private long updates = 1;

  TelegramCourier(Door door, String secret, InstantSource clock) {
    this.door = door;
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public Future<Integer> carry(Contact contact, String line) {
    long user = FIRST_USER + contact.number();
    long update = updates++;
    JsonObject message =
        new JsonObject()
            .put("message_id", contact.told())
            .put(
                "from",
                new JsonObject()
                    .put("id", user)
                    .put("is_bot", false)
                    .put("first_name", contact.story().nameOrEmpty()))
            .put("chat", new JsonObject().put("id", user).put("type", "private"))
            .put("date", clock.instant().getEpochSecond())
            .put("text", line);
    JsonObject body = new JsonObject().put("update_id", update).put("message", message);
    return door.post(
            "application/json", Map.of("X-Telegram-Bot-Api-Secret-Token", secret), body.toBuffer())
        .map(answer -> answer.statusCode());
  }
}
