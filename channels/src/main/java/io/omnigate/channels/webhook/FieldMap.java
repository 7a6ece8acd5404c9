package io.omnigate.channels.webhook;

import io.omnigate.core.config.Section;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where in a producer's JSON the parts of a message are, by JSON pointers (RFC 6901). */
final class FieldMap {
  private final Map<Field, JsonPointer> pointers;

  private FieldMap(Map<Field, JsonPointer> pointers) {
    this.pointers = pointers;
  }

  /** The parts of a message. */
  enum Field {
    /** By which the same message is recognised when it comes again; else all that the body says. */
    ID,
    /** What was written; a body without it is counted and makes nothing. */
    TEXT,
    /** One line. */
    SUBJECT,
    /** The producer's own id of who wrote; it vouches for it. */
    SENDER,
    /** The person's name. */
    NAME,
    /** Not vouched for. */
    EMAIL,
    /** Not vouched for. */
    PHONE,
    /** What belongs together; else the sender. */
    CONVERSATION,
    /** A page or an object of the producer's that the message is about. */
    PAGE;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads the pointers; {@code text} has to be among them. */
  static FieldMap read(Section section) {
    Map<Field, JsonPointer> pointers = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      String pointer = section.textOr(field.wire(), "");
      if (!pointer.isEmpty()) {
        try {
          pointers.put(field, JsonPointer.from(pointer));
        } catch (IllegalArgumentException notAPointer) {
          section.mistake(
              field.wire(), "has to be a JSON pointer (RFC 6901) such as /customer/email");
        }
      } else if (field == Field.TEXT) {
        section.mistake(field.wire(), "is missing");
      }
    }
    section.close();
    return new FieldMap(pointers);
  }

  /** The text or number that the field's pointer leads to, unless it is blank. */
  Optional<String> value(Field field, JsonObject body) {
    JsonPointer pointer = pointers.get(field);
    Object found = pointer == null ? null : pointer.queryJson(body);
    return switch (found) {
      case String text when !text.isBlank() -> Optional.of(text);
      case Number number -> Optional.of(number.toString());
      case null, default -> Optional.empty();
    };
  }
}
