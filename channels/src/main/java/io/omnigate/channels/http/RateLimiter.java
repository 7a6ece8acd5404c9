package io.omnigate.channels.http;

import io.omnigate.core.error.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each address: so many at once, and as many again within a minute. Shared by
 * all event loops. The addresses kept are bounded; the one seen longest ago is forgotten first,
 * which can only ever let somebody through.
 */
public final class RateLimiter {
  private static final int MAX_ADDRESSES = 50_000;

  private final LongSupplier nanos;
  private final int perMinute;
  private final Map<String, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
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
    return buckets.computeIfAbsent(address, any -> new TokenBucket(nanos, perMinute)).take();
  }

  /** What whoever has to wait so many seconds is told. */
  public static Failure refusal(int seconds) {
    return new Failure(
        Failure.Kind.TOO_MANY,
        "rate-limited",
        "too many messages from this address; try again in " + seconds + " s",
        Map.of("retryAfter", seconds));
  }
}
