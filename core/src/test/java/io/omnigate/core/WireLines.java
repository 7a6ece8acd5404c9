package io.omnigate.core;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a peer, as they come over the wire. */
final class WireLines {
  private final InputStream in;

  WireLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next line without what ends it; null where the peer has left. */
  @Nullable String line() throws IOException {
    byte[] line = raw();
    return line == null ? null : new String(line, StandardCharsets.UTF_8).strip();
  }

  /** The next line, byte by byte; null where the peer has left. */
  byte @Nullable [] raw() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.write(c);
      if (c == '\n') {
        return line.toByteArray();
      }
    }
    return null;
  }
}
