package io.omnigate.gateway.live;

import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.PlainText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a client's JSON object, each checked for its type and size. A wrong one is a
 * {@link Failure} {@code INVALID} that names the field.
 */
record Fields(JsonObject json, String path) {
  private static final int MAX_VALUES = 100;
  private static final int MAX_VALUE_LENGTH = 320;

  /** Text of 1 to {@code max} characters. */
  String text(String name, int max) {
    String text = optionalText(name, max);
    if (text == null) {
      throw Failure.invalid(path + name, path + name + " is missing.");
    }
    return text;
  }

  /** Text of 1 to {@code max} characters, or null where absent or null. */
  @Nullable String optionalText(String name, int max) {
    Object value = json.getValue(name);
    if (value == null) {
      return null;
    }
    PlainText.check(path + name, value);
    if (value instanceof String text && !text.isEmpty() && text.length() <= max) {
      return text;
    }
    throw Failure.invalid(
        path + name, path + name + " must be text of 1 to " + max + " characters.");
  }

  /** A whole number from {@code min} to {@code max}, or null where absent or null. */
  @Nullable Long optionalNumber(String name, long min, long max) {
    Object value = json.getValue(name);
    if (value == null) {
      return null;
    }
    if ((value instanceof Integer || value instanceof Long)
        && ((Number) value).longValue() >= min
        && ((Number) value).longValue() <= max) {
      return ((Number) value).longValue();
    }
    throw Failure.invalid(
        path + name, path + name + " must be a whole number from " + min + " to " + max + ".");
  }

  /** An object, or null where absent or null. */
  @Nullable Fields optionalObject(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonObject object) {
      return new Fields(object, path + name + ".");
    }
    throw Failure.invalid(path + name, path + name + " must be an object.");
  }

  /** A list of texts without doubles; empty where absent or null. */
  Set<String> texts(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return Set.of();
    }
    if (!(value instanceof JsonArray array) || array.size() > MAX_VALUES) {
      throw Failure.invalid(
          path + name, path + name + " must be a list of at most " + MAX_VALUES + " texts.");
    }
    Set<String> texts = new LinkedHashSet<>();
    for (Object item : array) {
      if (!(item instanceof String text) || text.isEmpty() || text.length() > MAX_VALUE_LENGTH) {
        throw Failure.invalid(path + name, path + name + " must hold texts only.");
      }
      PlainText.check(path + name, text);
      texts.add(text);
    }
    return texts;
  }

  /** A ticket ID. */
  TicketId ticket(String name) {
    TicketId ticket = optionalTicket(name);
    if (ticket == null) {
      throw Failure.invalid(path + name, path + name + " is missing.");
    }
    return ticket;
  }

  /** A ticket ID, or null where absent or null. */
  @Nullable TicketId optionalTicket(String name) {
    String text = optionalText(name, MAX_VALUE_LENGTH);
    return text == null
        ? null
        : TicketId.parse(text)
            .orElseThrow(() -> Failure.invalid(path + name, path + name + " is not a ticket ID."));
  }

  /** Refuses members that are not in {@code known}. */
  void only(Set<String> known) {
    for (String name : json.fieldNames()) {
      if (!known.contains(name)) {
        throw Failure.invalid(
            path + name, path + name + " is unknown; known are " + String.join(", ", known) + ".");
      }
    }
  }
}
