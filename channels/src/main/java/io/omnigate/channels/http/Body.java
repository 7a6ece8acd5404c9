package io.omnigate.channels.http;

import io.omnigate.core.intake.RawPayload;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * A request's whole body, in memory or in a file.
 *
 * @param bytes empty where the body is spooled
 * @param spooled where it is, if it is too large for the memory; files taken out of it may be put
 *     beside it and are removed with it
 * @param sha256 of a spooled body; else null
 */
public record Body(Buffer bytes, @Nullable Spooled spooled, @Nullable Buffer sha256) {

  /** A body in memory. */
  public static Body of(Buffer bytes) {
    return new Body(bytes, null, null);
  }

  /** In bytes. */
  public long size() {
    return spooled == null ? bytes.length() : spooled.size();
  }

  /** The bytes from the first to the last; to be closed, and read on a worker where spooled. */
  public InputStream open() throws IOException {
    return spooled == null
        ? new ByteArrayInputStream(bytes.getBytes())
        : Files.newInputStream(spooled.file());
  }

  /** The first bytes, {@code most} of them at most; where spooled, only on a worker. */
  public byte[] head(int most) throws IOException {
    try (InputStream in = open()) {
      return in.readNBytes(most);
    }
  }

  /** All bytes, in memory; where spooled, only on a worker and of a size that was looked at. */
  public Buffer read() throws IOException {
    return spooled == null ? bytes : Buffer.buffer(Files.readAllBytes(spooled.file()));
  }

  /** As it is kept with its message. */
  public RawPayload raw() {
    return spooled == null || sha256 == null
        ? RawPayload.of(bytes)
        : RawPayload.spooled(spooled, sha256);
  }
}
