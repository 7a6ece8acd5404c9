package io.omnigate.bench.scenario;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param warm load on fresh tables, before anything is measured
 * @param refill load of the kind that is measured next
 * @param settle load after an ANALYZE
 * @param measure a window
 * @param yardstick each half of a yardstick's measurement
 */
public record Windows(
    Duration warm, Duration refill, Duration settle, Duration measure, Duration yardstick) {
  /** The usual ones: the figures of docs/performance.md are taken with these. */
  public static final Windows USUAL = seconds(15, 8, 4, 20, 6);

  /** For a look in between. */
  public static final Windows SHORT = seconds(10, 4, 2, 6, 3);

  /** For the checks alone: the figures mean nothing. */
  public static final Windows CHECKS = seconds(1, 1, 1, 2, 1);

  private static Windows seconds(int warm, int refill, int settle, int measure, int yardstick) {
    return new Windows(
        Duration.ofSeconds(warm),
        Duration.ofSeconds(refill),
        Duration.ofSeconds(settle),
        Duration.ofSeconds(measure),
        Duration.ofSeconds(yardstick));
  }
}
