package io.omnigate.channels.email;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Texts;
import java.util.Optional;

/**
 * What the relay knew beside the mail itself (RFC 5321 3.3).
 *
 * @param from the return path; empty text for the null one, which nobody may answer
 * @param to the recipient; where there were several, separated by commas
 */
record Envelope(Optional<String> from, Optional<String> to) {
  private static final int MAX_LENGTH = 1_000;

  /** Reads {@code X-Envelope-From} and {@code X-Envelope-To}. */
  static Envelope of(ChannelRequest request) {
    return new Envelope(
        request.header("X-Envelope-From").map(Envelope::bare),
        request.header("X-Envelope-To").map(text -> Texts.line(text, MAX_LENGTH)));
  }

  /** The return path without its angle brackets. */
  static String bare(String path) {
    String text = Texts.line(path, MAX_LENGTH);
    return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
  }
}
