package io.omnigate.gateway.api;

import io.omnigate.core.error.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses the two things JSON can say and no database text can hold: U+0000 and half a symbol. */
public final class PlainText {
  private static final Pattern FILE = Pattern.compile("attachments/\\d+/content");

  private PlainText() {}

  /** Whether {@code text} can be stored as it is. */
  static boolean storable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF);
  }

  /**
   * Refuses a JSON value that holds a text nobody can store. The content of files is left out: it
   * is long, and decoding it tells the same.
   *
   * @param field where {@code value} stands; empty for a whole body
   */
  public static void check(String field, @Nullable Object value) {
    switch (value) {
      case String text -> {
        if (!FILE.matcher(field).matches() && !storable(text)) {
          throw Failure.invalid(
              field, field + " contains U+0000 or an unpaired surrogate; take it out");
        }
      }
      case JsonObject object ->
          object.forEach(member -> check(inside(field, member.getKey()), member.getValue()));
      case JsonArray array -> {
        for (int i = 0; i < array.size(); i++) {
          check(inside(field, Integer.toString(i)), array.getValue(i));
        }
      }
      case null, default -> {}
    }
  }

  private static String inside(String field, String member) {
    return field.isEmpty() ? member : field + '/' + member;
  }
}
