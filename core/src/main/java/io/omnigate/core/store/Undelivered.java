package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.desk.Entries;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketEvent;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** How a ticket tells that something of it did not reach its customer, as far as we know. */
final class Undelivered {
  private Undelivered() {}

  /** The event, and the tag. */
  static Change told(
      DeskTicket row,
      String message,
      String outcome,
      String reason,
      Instant now,
      RandomGenerator random) {
    Entries entries = new Entries(row.lastSeq(), Entry.Author.SYSTEM, now, random);
    entries.event(TicketEvent.undelivered(message, outcome, reason));
    return change(row, tagged(row.ticket()), entries.list());
  }

  /** A change of the tags, told by {@code entries}. */
  static Change change(DeskTicket row, List<String> tags, List<Entry> entries) {
    Ticket ticket = row.ticket();
    Change.Fields fields =
        new Change.Fields(ticket.department(), ticket.assignee(), tags, ticket.subject());
    return new Change(row, row.state(), fields, entries, null, false);
  }

  private static List<String> tagged(Ticket ticket) {
    return ticket.tags().contains(Ticket.UNDELIVERED)
        ? ticket.tags()
        : Stream.concat(ticket.tags().stream(), Stream.of(Ticket.UNDELIVERED)).sorted().toList();
  }
}
