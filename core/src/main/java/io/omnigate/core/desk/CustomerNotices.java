package io.omnigate.core.desk;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.outbox.Wording;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketEvent;
import io.omnigate.core.ticket.TicketState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What goes to a customer without an agent's hand: reminders and closing notes, in the customer's
 * language, kept in the thread as they were sent. Pure: whoever decides that one is due writes the
 * change.
 */
public final class CustomerNotices {
  private final Wording wording;
  private final MessageIds messageIds;
  private final RandomGenerator random;

  /** Notices in the words of {@code wording}. */
  public CustomerNotices(Wording wording, MessageIds messageIds, RandomGenerator random) {
    this.wording = wording;
    this.messageIds = messageIds;
    this.random = random;
  }

  /**
   * A notice, and the events that go with it.
   *
   * @param after the ticket's state afterwards
   * @param events told after the notice, such as the change of status
   * @param languages the contact's, in order of preference (BCP 47)
   */
  public Change send(
      DeskTicket row,
      Purpose purpose,
      TicketState after,
      List<TicketEvent> events,
      List<String> languages,
      Instant now) {
    Ticket ticket = row.ticket();
    Entries entries = new Entries(row.lastSeq(), Author.SYSTEM, now, random);
    String id = entries.newId();
    boolean mail = EmailAddress.normalise(row.recipient()).isPresent();
    String messageId = mail ? messageIds.issue(ticket.id(), id) : null;
    entries.answer(
        id,
        wording.body(purpose, ticket, languages),
        null,
        messageId == null ? Map.of() : Map.of("messageId", messageId));
    events.forEach(entries::event);
    OutboundMessage message =
        new OutboundMessage(
            id, ticket.id(), ticket.channel(), ticket.kind(), row.recipient(), messageId, now);
    return new Change(
        row,
        after,
        Change.Fields.of(ticket),
        entries.list(),
        new Change.Answer(message, List.of(), List.of(), purpose),
        false);
  }
}
