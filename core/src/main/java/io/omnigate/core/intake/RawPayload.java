package io.omnigate.core.intake;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The bytes as they came over the wire, kept for replay and proof.
 *
 * @param sha256 of {@code bytes}
 * @param shared whether one payload carries several messages; then it is stored once for all
 */
public record RawPayload(Buffer bytes, Buffer sha256, boolean shared) {

  /** The payload of one message. */
  public static RawPayload of(Buffer bytes) {
    return new RawPayload(bytes, sha256(bytes), false);
  }

  /** The payload of a batch of messages. */
  public static RawPayload shared(Buffer bytes) {
    return new RawPayload(bytes, sha256(bytes), true);
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
