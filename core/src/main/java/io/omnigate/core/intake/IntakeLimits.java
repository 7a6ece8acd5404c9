package io.omnigate.core.intake;

import java.time.Duration;

/**
 * The bounds of the intake.
 *
 * @param lanes batches under way at once, each on a database connection of its own
 * @param batchMessages messages in one batch at most
 * @param batchBytes raw bytes in one batch at most; a larger message travels alone
 * @param pendingMessages messages waiting at most, half of them from one channel; more are refused
 * @param pendingBytes raw bytes waiting at most, likewise
 * @param deadline after which a message that is not committed is answered "unavailable"
 */
public record IntakeLimits(
    int lanes,
    int batchMessages,
    long batchBytes,
    int pendingMessages,
    long pendingBytes,
    Duration deadline) {

  /** Good for a small machine; two lanes keep one batch deciding while the other commits. */
  public static final IntakeLimits DEFAULT =
      new IntakeLimits(2, 256, 8L << 20, 4_000, 128L << 20, Duration.ofMillis(4_500));
}
