package io.omnigate.gateway.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may fail: a bucket of attempts for each key, refilled one by one. An attempt
 * is taken before it is made, so that many at once gain nothing, and given back where it succeeded.
 * The keys used longest ago are forgotten. Safe to use from any thread.
 */
final class AttemptLimit {
  private static final int MAX_KEYS = 10_000;

  private record Bucket(double left, Instant at) {}

  private final InstantSource clock;
  private final int size;
  private final Duration refill;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /**
   * A limit.
   *
   * @param size how many attempts may fail in a row
   * @param refill after how long one more may
   */
  AttemptLimit(InstantSource clock, int size, Duration refill) {
    this.clock = clock;
    this.size = size;
    this.refill = refill;
  }

  /** Takes an attempt; false where none is left. */
  synchronized boolean tryTake(String key) {
    double left = left(key);
    if (left < 1) {
      return false;
    }
    buckets.put(key, new Bucket(left - 1, clock.instant()));
    return true;
  }

  /** Gives an attempt back. */
  synchronized void giveBack(String key) {
    buckets.put(key, new Bucket(Math.min(size, left(key) + 1), clock.instant()));
  }

  private double left(String key) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      return size;
    }
    Duration since = Duration.between(bucket.at(), clock.instant());
    double refilled = Math.max(0, since.toNanos()) / (double) refill.toNanos();
    return Math.min(size, bucket.left() + refilled);
  }
}
