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
 * @param readElsewhere whether its customer went on with another ticket, where alone answers are
 *     read
 * @param goesOnIn the last of its follow-ups that is not purged; null where there is none
 */
public record DeskTicket(
    Ticket ticket,
    TicketState state,
    String recipient,
    int lastSeq,
    boolean readElsewhere,
    @Nullable FollowUp goesOnIn) {

  /**
   * A ticket that its customer went on with.
   *
   * @param last whether none comes after it: where its customer reads, if it is a chat's
   */
  public record FollowUp(TicketId id, boolean last) {}

  /** Whether its content is erased. */
  public boolean purged() {
    return state.moments().purgedAt() != null;
  }
}
