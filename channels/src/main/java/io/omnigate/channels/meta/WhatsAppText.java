package io.omnigate.channels.meta;

import io.omnigate.channels.JsonBody;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words of a WhatsApp message; for what has none, what it is. */
final class WhatsAppText {
  private static final String NOT_PASSED_ON = "[a message that WhatsApp does not pass on]";

  private WhatsAppText() {}

  /** The text that an agent reads. */
  static String of(JsonObject message, String type) {
    JsonObject part = JsonBody.object(message, type);
    return switch (type) {
      case "text" -> JsonBody.text(part, "body").orElse("");
      case "button" -> JsonBody.text(part, "text").orElse("[button]");
      case "interactive" -> interactive(part);
      case "contacts" -> contacts(message);
      case "location" -> location(part);
      case "unknown", "unsupported", "" -> NOT_PASSED_ON;
      default -> JsonBody.words(part, "caption").map(c -> tag(type) + ' ' + c).orElse(tag(type));
    };
  }

  private static String interactive(JsonObject part) {
    String sort = JsonBody.text(part, "type").orElse("");
    return JsonBody.words(JsonBody.object(part, sort), "title")
        .or(() -> JsonBody.words(JsonBody.object(part, sort), "body"))
        .orElse("[interactive]");
  }

  private static String contacts(JsonObject message) {
    String names =
        JsonBody.objects(message, "contacts").stream()
            .map(card -> JsonBody.words(JsonBody.object(card, "name"), "formatted_name"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "[contacts]" : "[contacts] " + names;
  }

  private static String location(JsonObject part) {
    String place =
        JsonBody.words(part, "name").or(() -> JsonBody.words(part, "address")).orElse("");
    String point =
        JsonBody.text(part, "latitude").orElse("?")
            + ", "
            + JsonBody.text(part, "longitude").orElse("?");
    return ("[location] " + place).strip() + " (" + point + ')';
  }

  private static String tag(String type) {
    return '[' + type + ']';
  }
}
