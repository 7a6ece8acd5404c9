package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Meta's webhooks, signed as Meta signs them: HMAC-SHA256 of the raw body. */
final class MetaCourier implements Courier {
  private static final String ALGORITHM = "HmacSHA256";

  private final Door door;
  private final Kind kind;
  private final String appSecret;
  private final InstantSource clock;

  /** Which of Meta's products writes. */
  enum Kind {
    MESSENGER,
    INSTAGRAM,
    WHATSAPP
  }

  MetaCourier(Door door, Kind kind, String appSecret, InstantSource clock) {
    this.door = door;
    this.kind = kind;
    this.appSecret = appSecret;
    this.clock = clock;
  }

  @Override
  public Future<Integer> carry(Contact contact, String line) {
    JsonObject hook =
        switch (kind) {
          case MESSENGER -> messaging("page", contact, line);
          case INSTAGRAM -> messaging("instagram", contact, line);
          case WHATSAPP -> whatsapp(contact, line);
        };
    Buffer body = hook.toBuffer();
    return door.post(
            "application/json", Map.of("X-Hub-Signature-256", "sha256=" + signature(body)), body)
        .map(answer -> answer.statusCode());
  }

  private JsonObject messaging(String object, Contact contact, String line) {
    long now = clock.millis();
    JsonObject event =
        new JsonObject()
            .put("sender", new JsonObject().put("id", "88000" + contact.number()))
            .put("recipient", new JsonObject().put("id", "4200"))
            .put("timestamp", now)
            .put("message", new JsonObject().put("mid", id("m_demo", contact)).put("text", line));
    JsonObject entry =
        new JsonObject().put("id", "4200").put("time", now).put("messaging", JsonArray.of(event));
    return new JsonObject().put("object", object).put("entry", JsonArray.of(entry));
  }

  private JsonObject whatsapp(Contact contact, String line) {
    String phone = String.valueOf(contact.story().phone());
    JsonObject profile = new JsonObject().put("name", contact.story().nameOrEmpty());
    JsonObject message =
        new JsonObject()
            .put("from", phone)
            .put("id", id("wamid.demo", contact))
            .put("timestamp", Long.toString(clock.instant().getEpochSecond()))
            .put("type", "text")
            .put("text", new JsonObject().put("body", line));
    JsonObject value =
        new JsonObject()
            .put("messaging_product", "whatsapp")
            .put(
                "metadata",
                new JsonObject()
                    .put("display_phone_number", "15005550100")
                    .put("phone_number_id", "4300"))
            .put(
                "contacts",
                JsonArray.of(new JsonObject().put("profile", profile).put("wa_id", phone)))
            .put("messages", JsonArray.of(message));
    JsonObject change = new JsonObject().put("field", "messages").put("value", value);
    JsonObject entry = new JsonObject().put("id", "4301").put("changes", JsonArray.of(change));
    return new JsonObject()
        .put("object", "whatsapp_business_account")
        .put("entry", JsonArray.of(entry));
  }

  private static String id(String prefix, Contact contact) {
    return prefix + '-' + contact.number() + '-' + contact.told();
  }

  private String signature(Buffer body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
