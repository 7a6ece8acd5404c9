package io.omnigate.channels.email;

import io.omnigate.channels.email.HandedMail.Header;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Reads pieces of a mail that a relay hands over by themselves. */
public final class MailText {
  private MailText() {}

  /** A header block, unfolded, within the bounds of a mail's. */
  public static List<Header> headers(Buffer block) {
    return MailHeaders.scan(block.getBytes()).fields();
  }

  /**
   * Bytes as text.
   *
   * @param charset the label the mail gave; empty or unknown for a guess
   */
  public static String decode(Buffer bytes, String charset) {
    return MailCharsets.decode(bytes.getBytes(), charset);
  }
}
