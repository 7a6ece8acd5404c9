package io.omnigate.channels;

import java.util.Locale;

/**
 * Makes what people sent fit to be stored and shown. PostgreSQL's text refuses U+0000, UTF-8 has no
 * lone surrogates; control characters and those that steer the writing direction have no business
 * in names.
 */
public final class Texts {
  /** The longest text kept beside the raw payload, in UTF-16 units. */
  public static final int MAX_TEXT = 100_000;

  /** The longest subject or name, in UTF-16 units. */
  public static final int MAX_LINE = 300;

  private static final int MAX_FILE_NAME = 150;
  private static final String CUT = "\n[… cut here; the whole is kept in the raw message]";

  private Texts() {}

  /** A whole text: cleaned, line ends as {@code \n}, cut visibly where it is too long. */
  public static String body(String text) {
    String clean = storable(text.replace("\r\n", "\n"));
    return clean.length() <= MAX_TEXT ? clean : head(clean, MAX_TEXT - CUT.length()) + CUT;
  }

  /** One line: runs of white space and control characters become one space; cut silently. */
  public static String line(String text) {
    return line(text, MAX_LINE);
  }

  /** One line of at most {@code max} UTF-16 units. */
  public static String line(String text, int max) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), max));
    storable(text)
        .codePoints()
        .limit(4L * max)
        .map(c -> Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c)
        .filter(c -> c != ' ' || (!line.isEmpty() && line.charAt(line.length() - 1) != ' '))
        .forEach(line::appendCodePoint);
    return head(line.toString(), max).strip();
  }

  /**
   * A file's name as data: no path, no control, zero-width or direction characters, not empty, and
   * never one that a file system takes for a device or a folder.
   */
  public static String fileName(String name, String fallback) {
    StringBuilder kept = new StringBuilder();
    storable(name)
        .codePoints()
        .filter(c -> !invisible(c))
        .map(c -> "/\\:*?\"<>|".indexOf(c) >= 0 ? '_' : c)
        .forEach(kept::appendCodePoint);
    String clean = kept.toString().strip();
    if (clean.replace(".", "").isBlank()) {
      return fallback;
    }
    return clean.length() <= MAX_FILE_NAME ? clean : shortened(clean);
  }

  /** Without U+0000 and lone surrogates, which no table takes; the latter leave U+FFFD behind. */
  public static String storable(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) != 0 && !Character.isSurrogate(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, i);
    text.substring(i)
        .codePoints()
        .filter(c -> c != 0)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** Whether a text of one line holds what has no place in it: controls or lone surrogates. */
  public static boolean hasControls(String text) {
    return text.codePoints()
        .anyMatch(
            c ->
                Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  /** The first {@code max} UTF-16 units, less where a pair would be split. */
  public static String head(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  private static boolean invisible(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED;
  }

  /** Keeps a short extension, by which people recognise the file. */
  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
    return head(name, MAX_FILE_NAME - extension.length()) + extension.toLowerCase(Locale.ROOT);
  }
}
