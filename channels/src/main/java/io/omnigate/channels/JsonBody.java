package io.omnigate.channels;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads JSON that strangers sent: bounded in depth, and without trusting any member's type. */
public final class JsonBody {
  /** Deeper than anything a provider sends, shallower than any stack. */
  private static final int MAX_DEPTH = 64;

  /** A whole mail may stand in one text; the body around it is bounded by its channel. */
  private static final int MAX_TEXT = 48 * 1024 * 1024;

  private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonBody() {}

  /**
   * The body as one JSON object.
   *
   * @throws Failure {@code BAD_REQUEST} where it is none, is nested too deeply, or names a member
   *     twice
   */
  public static JsonObject object(Buffer body) {
    Object value;
    try (JsonParser parser = FACTORY.createParser(body.getBytes())) {
      value = JacksonCodec.fromParser(parser, Object.class);
    } catch (IOException | RuntimeException broken) {
      throw malformed("the body is not valid JSON");
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw malformed("the body has to be a JSON object");
  }

  /** The object under {@code name}; an empty one where there is none. */
  public static JsonObject object(JsonObject parent, String name) {
    return parent.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }

  /** Whether there is an object under {@code name}. */
  public static boolean has(JsonObject parent, String name) {
    return parent.getValue(name) instanceof JsonObject;
  }

  /** The objects in the array under {@code name}; what is no object is left out. */
  public static List<JsonObject> objects(JsonObject parent, String name) {
    return parent.getValue(name) instanceof JsonArray array
        ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  /** The texts and numbers in the array under {@code name}; what is neither is left out. */
  public static Stream<String> texts(JsonObject parent, String name) {
    return parent.getValue(name) instanceof JsonArray array
        ? array.stream()
            .filter(each -> each instanceof String || each instanceof Number)
            .map(Object::toString)
        : Stream.of();
  }

  /** The text under {@code name}; a number counts as its digits, for ids come as either. */
  public static Optional<String> text(JsonObject parent, String name) {
    return switch (parent.getValue(name)) {
      case String text -> Optional.of(text);
      case Number number -> Optional.of(number.toString());
      case null, default -> Optional.empty();
    };
  }

  /** The text under {@code name}, if it is more than white space. */
  public static Optional<String> words(JsonObject parent, String name) {
    return text(parent, name).filter(text -> !text.isBlank());
  }

  /**
   * The moment under {@code name}, given as a number since 1970; none where it is not within the
   * years 1970 to 2999.
   *
   * @param millis the milliseconds of the number's unit
   */
  public static Optional<Instant> moment(JsonObject parent, String name, long millis) {
    try {
      return text(parent, name)
          .map(digits -> Instant.ofEpochMilli(Math.multiplyExact(Long.parseLong(digits), millis)))
          .filter(moment -> moment.isAfter(Instant.EPOCH) && moment.isBefore(LATEST));
    } catch (NumberFormatException | ArithmeticException notAMoment) {
      return Optional.empty();
    }
  }

  /** Whether {@code name} is true. */
  public static boolean isTrue(JsonObject parent, String name) {
    return Boolean.TRUE.equals(parent.getValue(name));
  }

  private static Failure malformed(String detail) {
    return new Failure(Failure.Kind.BAD_REQUEST, "malformed-body", detail);
  }
}
