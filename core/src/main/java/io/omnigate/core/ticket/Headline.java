package io.omnigate.core.ticket;

/** The one line by which a list shows what was written. */
public final class Headline {
  private static final int PREVIEW = 140;
  private static final int SUBJECT = 200;
  private static final int SUBJECT_FROM_TEXT = 80;

  private Headline() {}

  /** The beginning of a message; at most 140 UTF-16 units. */
  public static String preview(String text) {
    return oneLine(text, PREVIEW);
  }

  /**
   * A subject; where none was given, the beginning of the message.
   *
   * @param given may be empty; at most 200 UTF-16 units of it are kept
   */
  public static String subject(String given, String text) {
    String subject = oneLine(given, SUBJECT);
    return subject.isEmpty() ? oneLine(text, SUBJECT_FROM_TEXT) : subject;
  }

  /** The beginning of a text on one line; never half a surrogate pair. */
  static String oneLine(String text, int length) {
    StringBuilder line = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < text.length() && line.length() <= length; i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        gap = !line.isEmpty();
        continue;
      }
      if (gap) {
        line.append(' ');
        gap = false;
      }
      line.append(c);
    }
    if (line.length() <= length) {
      return line.toString();
    }
    int end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
    return line.substring(0, end) + '…';
  }
}
