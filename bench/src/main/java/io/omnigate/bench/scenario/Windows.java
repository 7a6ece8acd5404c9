package io.omnigate.bench.scenario;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param warm load before the first measurement on fresh tables
 * @param settle load before any other measurement, and after an ANALYZE
 * @param measure a window
 * @param yardstick each half of a yardstick's measurement
 */
public record Windows(Duration warm, Duration settle, Duration measure, Duration yardstick) {
  /** The usual ones: the figures of docs/performance.md are taken with these. */
  public static final Windows USUAL = seconds(15, 4, 20, 6);

  /** For a look in between. */
  public static final Windows SHORT = seconds(10, 2, 8, 3);

  /** For the checks alone: the figures mean nothing. */
  public static final Windows CHECKS = seconds(1, 1, 2, 1);

  private static Windows seconds(int warm, int settle, int measure, int yardstick) {
    return new Windows(
        Duration.ofSeconds(warm),
        Duration.ofSeconds(settle),
        Duration.ofSeconds(measure),
        Duration.ofSeconds(yardstick));
  }
}
