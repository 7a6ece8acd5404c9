package io.omnigate.core.intake;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import org.jspecify.annotations.Nullable;

/**
 * What a producer is told once its message is durable.
 *
 * @param ticket null where the message is quarantined, or is a bounce of mail that was not ours
 * @param message the message's ULID
 * @param visitor null for a contact whose name is known
 * @param status the ticket's status after the message; null where there is none
 * @param created whether the message opened the ticket
 * @param duplicate whether it was seen before; the rest is then the first receipt
 * @param quarantined whether it was set aside because it could not be stored as a ticket
 */
public record Receipt(
    @Nullable TicketId ticket,
    String message,
    @Nullable VisitorId visitor,
    @Nullable Status status,
    boolean created,
    boolean duplicate,
    boolean quarantined) {

  /** The receipt of a message that is on a ticket, or else quarantined. */
  public Receipt(
      @Nullable TicketId ticket,
      String message,
      @Nullable VisitorId visitor,
      @Nullable Status status,
      boolean created,
      boolean duplicate) {
    this(ticket, message, visitor, status, created, duplicate, ticket == null);
  }

  /** The receipt of a message that is kept and is of no ticket. */
  public static Receipt kept(String message) {
    return new Receipt(null, message, null, null, false, false, false);
  }

  /** The same receipt, given to one who sends the message again. */
  public Receipt again() {
    return new Receipt(ticket, message, visitor, status, created, true, quarantined);
  }

  /** The same receipt, which tells another status. */
  public Receipt telling(Status other) {
    return new Receipt(ticket, message, visitor, other, created, duplicate, quarantined);
  }
}
