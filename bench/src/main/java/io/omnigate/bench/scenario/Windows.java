package io.omnigate.bench.scenario;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param warm load on fresh tables and in a fresh JVM, before anything is measured: its compiler
 *     takes a fifth of two processors for the first twenty seconds at the peak
 * @param refill load of the kind that is measured next
 * @param settle load after an ANALYZE
 * @param measure a window
 * @param yardstick each half of a yardstick's measurement
 */
public record Windows(
    Duration warm, Duration refill, Duration settle, Duration measure, Duration yardstick) {
  private static final int MILLIS = 1_000;

  /** The usual ones: the figures of docs/performance.md are taken with these. */
  public static final Windows USUAL = seconds(25, 4, 3, 10, 4);

  /** For a look in between. */
  public static final Windows SHORT = seconds(6, 1, 0.5, 3, 1);

  /** For the checks alone: the figures mean little. */
  public static final Windows CHECKS = seconds(1, 0.3, 0.1, 1, 0.4);

  /** Whether a refusal for want of time is no fault: no machine is too slow for the checks. */
  public boolean maySlowDown() {
    return equals(CHECKS);
  }

  private static Windows seconds(
      double warm, double refill, double settle, double measure, double yardstick) {
    return new Windows(
        duration(warm), duration(refill), duration(settle), duration(measure), duration(yardstick));
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * MILLIS));
  }
}
