package io.omnigate.channels.email;

import io.omnigate.channels.http.Body;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a relay hands it over: as it was received, taken apart by the relay, or in a body that
 * breaks a bound. A relay drops for good what is refused: so what is proven to be a mail never is.
 */
public sealed interface HandedMail {
  /** What the relay knew beside the mail itself. */
  Envelope envelope();

  /** The whole mail (RFC 5322), byte by byte as it was received. */
  record Raw(Body mail, Envelope envelope) implements HandedMail {
    /** A mail in memory. */
    public Raw(Buffer bytes, Envelope envelope) {
      this(Body.of(bytes), envelope);
    }
  }

  /**
   * A mail that its relay took apart.
   *
   * @param headers in their order, unfolded; encoded words may be decoded already
   * @param text empty where the mail has none
   * @param html as it came, unsanitised
   */
  record Fields(
      List<Header> headers, String text, @Nullable String html, List<File> files, Envelope envelope)
      implements HandedMail {}

  /**
   * A mail whose content is not at hand.
   *
   * @param note shown in place of its text
   */
  record HeadersOnly(List<Header> headers, String note, Envelope envelope) implements HandedMail {}

  /**
   * A mail in a body that cannot be taken apart; what came of it is kept as it is.
   *
   * @param headers as far as they could be read
   */
  record Unread(List<Header> headers, Envelope envelope) implements HandedMail {}

  /** One header field. */
  record Header(String name, String value) {}

  /**
   * A file of a mail that was taken apart.
   *
   * @param name as its sender gave it; may be empty
   * @param contentId with or without angle brackets; empty where there is none
   */
  record File(String name, String mediaType, Buffer bytes, String contentId) {}
}
