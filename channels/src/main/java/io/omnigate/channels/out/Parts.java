package io.omnigate.channels.out;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Cuts a text into messages that a provider takes. Between lines where it can, else between words,
 * else between characters as people see them (Unicode's grapheme clusters); never within a code
 * point. White space at a cut is left out, nothing else is.
 */
public final class Parts {
  private Parts() {}

  /** A text's length as a provider counts it. */
  public enum Unit {
    /** UTF-16 units. */
    UTF16(String::length),
    /** Bytes of UTF-8. */
    BYTES(Unit::bytes);

    private final ToIntFunction<String> length;

    Unit(ToIntFunction<String> length) {
      this.length = length;
    }

    private static int bytes(String text) {
      int bytes = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      return bytes;
    }
  }

  /**
   * The parts of {@code text}, in order; none of them blank.
   *
   * @param max of one part, in units; at least 100
   */
  public static List<String> of(String text, int max, Unit unit) {
    return of(text, max, unit.length);
  }

  /** The same for a text that grows on its way, such as by escaping. */
  public static List<String> of(String text, int max, ToIntFunction<String> length) {
    List<String> parts = new ArrayList<>();
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int start = 0;
    while (start < text.length()) {
      int end = end(text, start, max, length, characters);
      String part = text.substring(start, end).strip();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      start = end;
    }
    return parts;
  }

  /** Where the part that begins at {@code start} ends: the last good place within the bound. */
  private static int end(
      String text, int start, int max, ToIntFunction<String> length, BreakIterator characters) {
    int size = 0;
    int at = start;
    int word = -1;
    int line = -1;
    while (at < text.length()) {
      int next = characters.following(at);
      int grown = size + length.applyAsInt(text.substring(at, next));
      if (grown > max) {
        return at == start ? codePoints(text, start, max, length) : best(start, line, word, at);
      }
      size = grown;
      char last = text.charAt(next - 1);
      if (last == '\n') {
        line = next;
      } else if (Character.isWhitespace(last)) {
        word = next;
      }
      at = next;
    }
    return at;
  }

  /** A line's end in the second half of the part, or a word's, or simply the last character's. */
  private static int best(int start, int line, int word, int at) {
    int half = start + (at - start) / 2;
    if (line > half) {
      return line;
    }
    return word > half ? word : at;
  }

  /** One "character" longer than a whole part, such as a letter with thousands of accents. */
  private static int codePoints(String text, int start, int max, ToIntFunction<String> length) {
    int size = 0;
    int at = start;
    while (at < text.length()) {
      int next = text.offsetByCodePoints(at, 1);
      size += length.applyAsInt(text.substring(at, next));
      if (size > max) {
        return at;
      }
      at = next;
    }
    return at;
  }
}
