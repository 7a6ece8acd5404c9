package io.omnigate.channels.upload;

import static io.omnigate.channels.upload.Bytes.END;

import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.Pieces.Piece;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/** A file that is written as Base64 (RFC 2045 6.8), of whatever size. */
public final class Base64Text {
  private static final int CHUNK = 64 * 1024; // whole groups of four

  private Base64Text() {}

  /**
   * The bytes that {@code text} stands for, as the next piece; line ends and the like are skipped.
   *
   * @throws IllegalArgumentException where it is no Base64
   * @throws UncheckedIOException where the disk has trouble
   */
  public static Body decode(Body text, Pieces pieces) {
    try (Bytes in = Bytes.of(text);
        Piece piece = pieces.next()) {
      byte[] signs = new byte[CHUNK];
      int held = 0;
      for (int next = in.next(); next != END; next = in.next()) {
        if (!isSign(next)) {
          continue;
        }
        signs[held++] = (byte) next;
        if (held == CHUNK) {
          piece.write(Base64.getDecoder().decode(signs));
          held = 0;
        }
      }
      piece.write(Base64.getDecoder().decode(Arrays.copyOf(signs, held)));
      return piece.whole();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  private static boolean isSign(int each) {
    return (each >= 'A' && each <= 'Z')
        || (each >= 'a' && each <= 'z')
        || (each >= '0' && each <= '9')
        || each == '+'
        || each == '/'
        || each == '=';
  }
}
