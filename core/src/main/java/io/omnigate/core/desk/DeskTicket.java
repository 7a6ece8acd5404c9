package io.omnigate.core.desk;

import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as the desk and the timers read it, its row locked, to decide about it.
 *
 * @param ticket as agents see it
 * @param state what the lifecycle governs
 * @param recipient where answers go, in the channel's own form
 * @param lastSeq the number of entries its thread has
 * @param readOn the ticket on which its customer reads by now; null where answers to this one are
 *     read
 */
public record DeskTicket(
    Ticket ticket, TicketState state, String recipient, int lastSeq, @Nullable TicketId readOn) {

  /** Whether its content is erased. */
  public boolean purged() {
    return state.moments().purgedAt() != null;
  }
}
