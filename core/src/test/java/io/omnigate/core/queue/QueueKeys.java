package io.omnigate.core.queue;

import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random places in the queue, out of so few times that ties are common. */
public final class QueueKeys {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private QueueKeys() {}

  /** Any place; times may be absent. */
  public static Arbitrary<QueueKey> any() {
    Arbitrary<Instant> times =
        Arbitraries.integers()
            .between(0, 4)
            .map(n -> START.plusSeconds(n).plusNanos(n * 1_000L))
            .injectNull(0.25);
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(Priority.class),
            times,
            times,
            Arbitraries.integers().between(0, 1_000_000).map(QueueKeys::id))
        .as(QueueKey::new);
  }

  /** A ticket ID that depends on {@code seed} alone. */
  public static TicketId id(long seed) {
    return TicketId.random(new Random(seed));
  }
}
