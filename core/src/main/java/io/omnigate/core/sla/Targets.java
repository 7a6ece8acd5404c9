package io.omnigate.core.sla;

import io.omnigate.core.ticket.Priority;
import java.time.Duration;
import java.time.Instant;

/**
 * The targets that hold where no policy says otherwise, so that nothing starves: by when a customer
 * is to have an answer, counted from the oldest unanswered message.
 */
public final class Targets {
  private Targets() {}

  /** By when a customer who waits since {@code waitingSince} is to have an answer. */
  public static Instant due(Priority priority, Instant waitingSince) {
    return waitingSince.plus(within(priority));
  }

  /** How long a customer may wait. */
  public static Duration within(Priority priority) {
    return switch (priority) {
      case URGENT -> Duration.ofHours(1);
      case HIGH -> Duration.ofHours(4);
      case NORMAL -> Duration.ofHours(24);
      case LOW -> Duration.ofHours(72);
    };
  }
}
