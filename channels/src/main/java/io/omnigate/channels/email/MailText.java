package io.omnigate.channels.email;

import io.omnigate.channels.email.HandedMail.Header;
import java.util.List;

/** Reads pieces of a mail that a relay hands over by themselves. */
public final class MailText {
  /** As many bytes as all headers of a mail may have. */
  public static final int MAX_HEADERS = MailBounds.MAX_HEADER_BYTES;

  private MailText() {}

  /** A header block, unfolded, within the bounds of a mail's. */
  public static List<Header> headers(byte[] block) {
    return MailHeaders.scan(block).fields();
  }

  /**
   * Bytes as text.
   *
   * @param charset the label the mail gave; empty or unknown for a guess
   */
  public static String decode(byte[] bytes, String charset) {
    return MailCharsets.decode(bytes, charset);
  }
}
