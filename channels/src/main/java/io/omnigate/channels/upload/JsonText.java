package io.omnigate.channels.upload;

import io.omnigate.core.error.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies one text of a JSON document in UTF-8, its escapes undone (RFC 8259 7). Half a surrogate
 * pair becomes a question mark, as where Java writes UTF-8.
 */
final class JsonText {
  private static final int HALF_A_PAIR = '?';

  private final Bytes in;
  private final OutputStream out;
  private char high;

  /** From {@code in}, of which the first quote is read, to {@code out}. */
  JsonText(Bytes in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Copies up to the last quote.
   *
   * @throws Failure {@code BAD_REQUEST} where there is none, or an escape or a control character
   *     that JSON does not have
   */
  void copy() throws IOException {
    for (int next = in.next(); next != '"'; next = in.next()) {
      if (next == '\\') {
        escaped(in.next());
      } else if (next < ' ') { // the end is below it too
        throw JsonTexts.malformed();
      } else {
        endPair();
        out.write(next);
        in.copyUntil(each -> each == '"' || each == '\\' || each < ' ', out);
      }
    }
    endPair();
  }

  private void escaped(int sign) throws IOException {
    if (sign == 'u') {
      unit();
      return;
    }
    endPair();
    out.write(
        switch (sign) {
          case '"', '\\', '/' -> sign;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> throw JsonTexts.malformed();
        });
  }

  private void unit() throws IOException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(in.next(), 16);
      if (digit < 0) {
        throw JsonTexts.malformed();
      }
      unit = unit << 4 | digit;
    }
    char each = (char) unit;
    if (high != 0 && Character.isLowSurrogate(each)) {
      String pair = new String(new char[] {high, each});
      out.write(pair.getBytes(StandardCharsets.UTF_8));
      high = 0;
      return;
    }
    endPair();
    if (Character.isHighSurrogate(each)) {
      high = each;
    } else {
      out.write(Character.toString(each).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The second half has not come. */
  private void endPair() throws IOException {
    if (high != 0) {
      out.write(HALF_A_PAIR);
      high = 0;
    }
  }
}
