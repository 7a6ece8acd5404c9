package io.omnigate.gateway.demo;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A form as a browser posts it. */
final class FormCourier implements Courier {
  private final Door door;
  private final String origin;

  FormCourier(Door door, String origin) {
    this.door = door;
    this.origin = origin;
  }

  @Override
  public Future<Integer> carry(Contact contact, String line) {
    Story story = contact.story();
    StringJoiner form = new StringJoiner("&");
    add(form, "name", story.name());
    add(form, "email", story.email());
    add(form, "subject", story.subject());
    add(form, "priority", story.priority());
    add(form, "message", line);
    Map<String, String> headers =
        Map.of("Origin", origin, "Idempotency-Key", UUID.randomUUID().toString());
    return door.post("application/x-www-form-urlencoded", headers, Buffer.buffer(form.toString()))
        .map(answer -> answer.statusCode());
  }

  private static void add(StringJoiner form, String field, @Nullable String value) {
    if (value != null) {
      form.add(field + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
