package io.omnigate.core.ticket;

import java.time.Instant;

/** By when a customer is to have an answer. */
@FunctionalInterface
public interface DueRule {
  /** The due time of a ticket whose oldest unanswered customer message came at the given time. */
  Instant due(Priority priority, Instant waitingSince);
}
