package io.omnigate.core.intake;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes as they came over the wire, kept for replay and proof.
 *
 * @param bytes empty where they are spooled
 * @param sha256 of the bytes
 * @param shared whether one payload carries several messages; then it is stored once for all
 * @param spooled where they are, if they are too many for the memory; else null
 */
public record RawPayload(Buffer bytes, Buffer sha256, boolean shared, @Nullable Spooled spooled) {

  /** The payload of one message. */
  public static RawPayload of(Buffer bytes) {
    return new RawPayload(bytes, sha256(bytes), false, null);
  }

  /** The payload of a batch of messages. */
  public static RawPayload shared(Buffer bytes) {
    return new RawPayload(bytes, sha256(bytes), true, null);
  }

  /** The payload of one message, on disk. */
  public static RawPayload spooled(Spooled spooled, Buffer sha256) {
    return new RawPayload(Buffer.buffer(), sha256, false, spooled);
  }

  /** The bytes in memory; null where they are on disk. */
  public @Nullable Buffer held() {
    return spooled == null ? bytes : null;
  }

  /** How many bytes are on disk, and go ahead of their message; null where they are in memory. */
  public @Nullable Long sentAhead() {
    return spooled == null ? null : spooled.size();
  }

  /** What is stored with the message itself; null where the bytes go another way. */
  public @Nullable Buffer carried() {
    return shared ? null : held();
  }

  /** The SHA-256 of {@code bytes}. */
  public static Buffer sha256(Buffer bytes) {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
