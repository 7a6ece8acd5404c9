package io.omnigate.channels.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many at once, and as many again within a minute. To be used by one thread at a time. */
public final class TokenBucket {
  private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanos;
  private final int perMinute;
  private double tokens;
  private long filledAt;

  /**
   * A full bucket.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  public TokenBucket(LongSupplier nanos, int perMinute) {
    this.nanos = nanos;
    this.perMinute = perMinute;
    this.tokens = perMinute;
    this.filledAt = nanos.getAsLong();
  }

  /** Takes one token; 0 where there was one, otherwise the seconds until there will be. */
  public int take() {
    long now = nanos.getAsLong();
    double grown = (now - filledAt) / MINUTE * perMinute;
    tokens = Math.min(perMinute, tokens + grown);
    filledAt = now;
    if (tokens >= 1) {
      tokens -= 1;
      return 0;
    }
    return (int) Math.ceil((1 - tokens) * 60 / perMinute);
  }
}
