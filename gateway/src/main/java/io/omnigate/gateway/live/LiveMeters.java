package io.omnigate.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What monitoring sees of the live queue. */
final class LiveMeters {
  private final AtomicInteger subscribers = new AtomicInteger();
  private final Timer lag;

  /** Registers the meters. */
  LiveMeters(MeterRegistry registry) {
    Gauge.builder("omnigate.live.subscribers", subscribers, AtomicInteger::get)
        .description("Subscriptions to the live queue")
        .register(registry);
    lag =
        Timer.builder("omnigate.live.lag")
            .description("From the commit being known to the frame being written")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
  }

  /** A subscription began. */
  void subscribed() {
    subscribers.incrementAndGet();
  }

  /** A subscription ended. */
  void unsubscribed() {
    subscribers.decrementAndGet();
  }

  /**
   * A frame was written.
   *
   * @param sinceNanos {@link System#nanoTime} of the commit it tells of
   */
  void written(long sinceNanos) {
    lag.record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
  }
}
