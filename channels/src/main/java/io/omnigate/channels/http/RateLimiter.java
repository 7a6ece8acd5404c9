package io.omnigate.channels.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for each address: so many at once, and as many again within a minute. Shared by
 * all event loops. The addresses kept are bounded; the one seen longest ago is forgotten first,
 * which can only ever let somebody through.
 */
public final class RateLimiter {
  private static final int MAX_ADDRESSES = 50_000;
  private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

  private static final class Bucket {
    private double tokens;
    private long filledAt;
  }

  private final LongSupplier nanos;
  private final int perMinute;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /**
   * Full buckets for everybody.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  public RateLimiter(LongSupplier nanos, int perMinute) {
    this.nanos = nanos;
    this.perMinute = perMinute;
  }

  /** Takes one token; 0 where there was one, otherwise the seconds until there will be. */
  public synchronized int take(String address) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = perMinute;
      bucket.filledAt = now;
      buckets.put(address, bucket);
    }
    double grown = (now - bucket.filledAt) / MINUTE * perMinute;
    bucket.tokens = Math.min(perMinute, bucket.tokens + grown);
    bucket.filledAt = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return (int) Math.ceil((1 - bucket.tokens) * 60 / perMinute);
  }
}
