package io.omnigate.core.intake;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import org.jspecify.annotations.Nullable;

/**
 * What a producer is told once its message is durable.
 *
 * @param ticket null only where the message is quarantined
 * @param message the message's ULID
 * @param visitor null for a contact whose name is known
 * @param status the ticket's status after the message; null only where quarantined
 * @param created whether the message opened the ticket
 * @param duplicate whether it was seen before; the rest is then the first receipt
 */
public record Receipt(
    @Nullable TicketId ticket,
    String message,
    @Nullable VisitorId visitor,
    @Nullable Status status,
    boolean created,
    boolean duplicate) {

  /** Whether the message was set aside because it could not be stored as a ticket. */
  public boolean quarantined() {
    return ticket == null;
  }

  /** The same receipt, given to one who sends the message again. */
  public Receipt again() {
    return new Receipt(ticket, message, visitor, status, created, true);
  }
}
