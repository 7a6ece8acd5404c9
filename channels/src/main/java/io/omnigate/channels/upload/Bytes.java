package io.omnigate.channels.upload;

import io.omnigate.channels.http.Body;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.IntPredicate;

/** The bytes of a body, one after the other or a run of them at once. */
final class Bytes implements Closeable {
  /** What {@link #next} says after the last. */
  static final int END = -1;

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final byte[] chunk;
  private int at;
  private int filled;

  private Bytes(InputStream in, int chunk) {
    this.in = in;
    this.chunk = new byte[chunk];
  }

  /** From the first on. */
  static Bytes of(Body body) throws IOException {
    return new Bytes(body.open(), chunk(body));
  }

  /** How much of a body is read at once: all of a small one, for most are, and no more than it. */
  static int chunk(Body body) {
    return Math.clamp(body.size(), 1, CHUNK);
  }

  /** The next one, 0 to 255, or {@link #END}. */
  int next() throws IOException {
    return filled() ? chunk[at++] & 0xFF : END;
  }

  /** Copies what comes before the next one of the sort that {@code special} tells, or the end. */
  void copyUntil(IntPredicate special, OutputStream to) throws IOException {
    while (filled()) {
      int from = at;
      while (at < filled && !special.test(chunk[at] & 0xFF)) {
        at++;
      }
      to.write(chunk, from, at - from);
      if (at < filled) {
        return;
      }
    }
  }

  private boolean filled() throws IOException {
    if (at == filled) {
      filled = Math.max(in.read(chunk), 0);
      at = 0;
    }
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
