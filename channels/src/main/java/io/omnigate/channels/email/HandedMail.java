package io.omnigate.channels.email;

import io.omnigate.channels.http.Body;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

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
   * @param html as it came, unsanitised
   */
  record Fields(List<Header> headers, Text text, Text html, List<File> files, Envelope envelope)
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
  record File(String name, String mediaType, Body content, String contentId) {}

  /**
   * A text of a mail that was taken apart.
   *
   * @param content empty where the mail has none
   * @param charset the label that it came with; empty or unknown for a guess
   */
  record Text(Body content, String charset) {
    /** Longer ones are cut where they are read, and pages kept as files, in bytes. */
    static final int LONG = 1024 * 1024;

    private static final String UTF_8 = "utf-8";

    /** A text in UTF-8. */
    public static Text utf8(Body content) {
      return new Text(content, UTF_8);
    }

    /** The same of a string. */
    public static Text of(String text) {
      return utf8(Body.of(Buffer.buffer(text)));
    }

    /** Whether it is longer than {@link #LONG}. */
    boolean isLong() {
      return content.size() > LONG;
    }

    /** Its words, of a long one only the first. */
    String words() throws IOException {
      return MailCharsets.decode(content.head(LONG), charset);
    }
  }
}
