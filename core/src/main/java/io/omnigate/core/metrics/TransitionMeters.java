package io.omnigate.core.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.core.ticket.Status;

/**
 * Counts what happens to tickets, whoever moves them: the intake, the desk or a timer. Each counts
 * once its transaction is committed.
 */
public final class TransitionMeters {
  private final Counter[][] transitions;
  private final Counter breaches;

  /** Counts in {@code registry}; every pair of statuses shows from the start, at 0. */
  public TransitionMeters(MeterRegistry registry) {
    Status[] statuses = Status.values();
    this.transitions = new Counter[statuses.length][statuses.length];
    for (Status from : statuses) {
      for (Status to : statuses) {
        transitions[from.ordinal()][to.ordinal()] = counter(registry, from, to);
      }
    }
    this.breaches =
        Counter.builder("omnigate.sla.breaches")
            .description("Tickets whose due time passed without an answer")
            .register(registry);
  }

  /** A ticket went from one status to another; one that stays is not counted. */
  public void moved(Status from, Status to) {
    if (from != to) {
      transitions[from.ordinal()][to.ordinal()].increment();
    }
  }

  /** A ticket was found overdue. */
  public void breached() {
    breaches.increment();
  }

  private static Counter counter(MeterRegistry registry, Status from, Status to) {
    return Counter.builder("omnigate.transitions")
        .description("Changes of status")
        .tag("from", from.wire())
        .tag("to", to.wire())
        .register(registry);
  }
}
