package io.omnigate.core.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what became of tries to hand messages over. */
final class OutboxMeters {
  private final MeterRegistry registry;

  OutboxMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** One try more with {@code outcome} on a configured channel. */
  void count(OutboxStore.Lease lease, String outcome) {
    Counter.builder("omnigate.outbox.deliveries")
        .description("Tries to hand messages over, by what became of them")
        .tag("channel", lease.channel())
        .tag("kind", lease.kind())
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
