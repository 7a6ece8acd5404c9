package io.omnigate.channels.chat;

import io.omnigate.channels.Texts;
import io.omnigate.core.error.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * A chat message as its page sends it.
 *
 * @param text empty where files alone were sent
 * @param id the page's own, unique within its session; a UUID, or anything as long and as hard to
 *     guess, where a first message is to be recognised from another address too
 */
record ChatMessage(
    String id,
    String text,
    Optional<String> name,
    Optional<String> email,
    Optional<String> phone,
    Optional<String> session,
    Optional<String> page) {
  private static final Set<String> FIELDS =
      Set.of("id", "text", "name", "email", "phone", "session", "page");
  private static final int MAX_ID = 100;
  private static final int MAX_TEXT = 20_000;
  private static final int MAX_SHORT = 300;
  private static final int MAX_PAGE = 2_000;

  /**
   * Reads a message; fails naming the field that is missing, too long or of the wrong type.
   *
   * @param files whether files come with it; then it may be without words
   */
  static ChatMessage read(JsonObject json, boolean files) {
    for (String field : json.fieldNames()) {
      if (!FIELDS.contains(field)) {
        String shown = Texts.line(field, 50);
        throw Failure.invalid(shown, "there is no field " + shown + " in a chat message");
      }
    }
    String id = required(json, "id", MAX_ID);
    if (Texts.hasControls(id)) {
      throw Failure.invalid("id", "id may not contain control characters");
    }
    return new ChatMessage(
        id,
        files ? optional(json, "text", MAX_TEXT).orElse("") : required(json, "text", MAX_TEXT),
        optional(json, "name", MAX_SHORT),
        optional(json, "email", MAX_SHORT),
        optional(json, "phone", MAX_SHORT),
        optional(json, "session", MAX_SHORT),
        optional(json, "page", MAX_PAGE));
  }

  /** Everything but the session, in one unambiguous text. */
  String canonical() {
    return new JsonArray()
        .add(id)
        .add(text)
        .add(name.orElse(null))
        .add(email.orElse(null))
        .add(phone.orElse(null))
        .add(page.orElse(null))
        .encode();
  }

  private static String required(JsonObject json, String field, int max) {
    return optional(json, field, max)
        .orElseThrow(() -> Failure.invalid(field, field + " is missing or empty"));
  }

  private static Optional<String> optional(JsonObject json, String field, int max) {
    Object value = json.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw Failure.invalid(field, field + " has to be a text");
    }
    if (text.length() > max) {
      throw Failure.invalid(field, field + " is longer than " + max + " characters");
    }
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }
}
