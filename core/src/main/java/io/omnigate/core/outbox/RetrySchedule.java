package io.omnigate.core.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message is tried again: pauses that double from try to try, up to {@link
 * OutboxOptions#LONGEST_PAUSE}, each up to a fifth longer at random so that what failed together
 * does not come back together.
 */
final class RetrySchedule {
  private static final int MOST_DOUBLINGS = 20;
  private static final double JITTER = 0.2;

  private final OutboxOptions options;
  private final RandomGenerator random;

  RetrySchedule(OutboxOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
  }

  /** When the try after {@code attempt} is due; empty where that was the last one. */
  Optional<Instant> after(int attempt, DeliveryOutcome.Retry retry, Instant now) {
    if (attempt >= options.attempts()) {
      return Optional.empty();
    }
    int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
    Duration pause = options.firstRetry().multipliedBy(1L << doublings);
    Duration asked = retry.after();
    if (asked != null && asked.compareTo(pause) > 0) {
      pause = asked;
    }
    if (pause.compareTo(OutboxOptions.LONGEST_PAUSE) > 0) {
      pause = OutboxOptions.LONGEST_PAUSE;
    }
    long jitter = (long) (pause.toMillis() * JITTER * random.nextDouble());
    return Optional.of(now.plus(pause).plusMillis(jitter));
  }
}
