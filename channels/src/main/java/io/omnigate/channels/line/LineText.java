package io.omnigate.channels.line;

import io.omnigate.channels.JsonBody;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of a LINE message; for what has none, what it is. */
final class LineText {
  private LineText() {}

  /** The text that an agent reads. */
  static String of(JsonObject message) {
    String type = JsonBody.text(message, "type").orElse("");
    return switch (type) {
      case "text" -> JsonBody.text(message, "text").orElse("");
      case "sticker" -> tagged(type, JsonBody.words(message, "text").stream());
      case "file" -> tagged(type, JsonBody.words(message, "fileName").stream());
      case "location" ->
          tagged(
              type,
              Stream.of("title", "address").flatMap(name -> JsonBody.words(message, name).stream()),
              Stream.of(point(message)));
      case "image", "video", "audio" -> tagged(type, Stream.of());
      default -> "[a message that LINE does not pass on]";
    };
  }

  private static String point(JsonObject message) {
    return JsonBody.text(message, "latitude").orElse("?")
        + ", "
        + JsonBody.text(message, "longitude").orElse("?");
  }

  private static String tagged(String type, Stream<String> words) {
    return Stream.concat(Stream.of('[' + type + ']'), words).collect(Collectors.joining(" "));
  }

  private static String tagged(String type, Stream<String> words, Stream<String> inBrackets) {
    return tagged(type, Stream.concat(words, inBrackets.map(text -> '(' + text + ')')));
  }
}
