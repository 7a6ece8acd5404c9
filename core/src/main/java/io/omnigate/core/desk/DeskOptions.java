package io.omnigate.core.desk;

import io.omnigate.core.ticket.TicketState;
import java.time.Duration;

/**
 * The desk's durations.
 *
 * @param reopenWindow how long after its end a customer may take a ticket up again
 * @param lease how long a ticket taken from the queue is kept from others
 * @param skip how long a skipped ticket is not offered to the same agent
 */
public record DeskOptions(Duration reopenWindow, Duration lease, Duration skip) {
  /** What holds where nothing is configured. */
  public static final DeskOptions DEFAULTS =
      new DeskOptions(TicketState.REOPEN_WINDOW, Duration.ofMinutes(15), Duration.ofMinutes(15));
}
