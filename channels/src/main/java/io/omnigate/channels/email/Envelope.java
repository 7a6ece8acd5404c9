package io.omnigate.channels.email;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the relay knew beside the mail itself (RFC 5321 3.3).
 *
 * @param from the return path; empty text for the null one, which nobody may answer
 * @param to the recipient; where there were several, separated by commas
 */
public record Envelope(Optional<String> from, Optional<String> to) {
  private static final int MAX_LENGTH = 1_000;

  /** Keeps one line of each, and the return path without its angle brackets. */
  public Envelope {
    from = from.map(Envelope::bare);
    to = to.map(text -> Texts.line(text, MAX_LENGTH));
  }

  /**
   * Reads {@code X-Envelope-From} and {@code X-Envelope-To}. Addresses may be UTF-8 (RFC 6531 3.3),
   * of which the HTTP server makes a character for each byte.
   */
  static Envelope of(ChannelRequest request) {
    return new Envelope(text(request, "X-Envelope-From"), text(request, "X-Envelope-To"));
  }

  private static Optional<String> text(ChannelRequest request, String header) {
    return request
        .header(header)
        .map(value -> MailCharsets.guess(value.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String bare(String path) {
    String text = Texts.line(path, MAX_LENGTH);
    return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
  }
}
