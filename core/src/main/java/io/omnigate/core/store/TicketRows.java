package io.omnigate.core.store;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.ticket.ContactCard;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of {@code ticket_view}, and where they go on, as records. */
final class TicketRows {
  private TicketRows() {}

  /**
   * The ticket of a row.
   *
   * @param now decides whether it is inside its reopen window
   */
  static Ticket ticket(Row row, Instant now, Duration reopenWindow) {
    TicketState state = state(row);
    return new Ticket(
        new TicketId(row.getString("id")),
        state.situation(now, reopenWindow),
        state.priority(),
        row.getString("subject"),
        row.getString("channel"),
        row.getString("kind"),
        row.getString("department"),
        row.getString("assignee"),
        List.of(row.getArrayOfStrings("tags")),
        contact(row),
        present(row, "created_at"),
        state.waiting().since(),
        state.waiting().dueAt(),
        state.waiting().overdue(),
        state.aside().postponedUntil(),
        row.getInteger("message_count"),
        row.getString("preview"),
        row.getLong("version"),
        ticketId(row.getString("follow_up_of")),
        state.lease());
  }

  /** The ticket of a row, with where it goes on and what else only the desk needs to know. */
  static DeskTicket deskTicket(Row row, Instant now, Duration reopenWindow) {
    TicketId goesOnIn = goesOnIn(row);
    return new DeskTicket(
        ticket(row, now, reopenWindow),
        state(row),
        row.getString("recipient"),
        row.getInteger("last_seq"),
        readElsewhere(row),
        goesOnIn == null
            ? null
            : new DeskTicket.FollowUp(goesOnIn, row.getBoolean("goes_on_last")));
  }

  /**
   * Whether the customer reads on another ticket by now. A chat's window shows what is added at the
   * end of its conversation alone; everywhere else an answer arrives by itself.
   */
  static boolean readElsewhere(Row row) {
    return row.getString("kind").equals(Conversations.KIND)
        && row.getString("continued_in") != null;
  }

  /** The last follow-up of the row's ticket that is not purged; null where there is none. */
  static @Nullable TicketId goesOnIn(Row row) {
    return ticketId(row.getString("goes_on_in"));
  }

  /** A time, or null. */
  static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  /** A time in a column that is never null. */
  static Instant present(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  /** The columns that the lifecycle governs. */
  static TicketState state(Row row) {
    return new TicketState(
        Status.ofCode(row.getShort("status")),
        Priority.ofCode(row.getShort("priority")),
        new TicketState.Waiting(
            instant(row, "waiting_since"), instant(row, "due_at"), row.getBoolean("overdue")),
        new TicketState.Aside(
            status(row, "postponed_from"),
            instant(row, "postponed_until"),
            status(row, "spam_from"),
            status(row, "deleted_from")),
        new TicketState.Moments(
            instant(row, "first_answer_at"),
            instant(row, "resolved_at"),
            instant(row, "closed_at"),
            instant(row, "purged_at")),
        lease(row));
  }

  private static ContactCard contact(Row row) {
    String visitor = row.getString("visitor");
    return new ContactCard(
        visitor == null ? null : new VisitorId(visitor),
        row.getString("contact_name"),
        row.getString("contact_email"),
        row.getString("contact_phone"));
  }

  private static Ticket.@Nullable Lease lease(Row row) {
    String agent = row.getString("leased_by");
    return agent == null ? null : new Ticket.Lease(agent, present(row, "leased_until"));
  }

  private static @Nullable Status status(Row row, String column) {
    Short code = row.getShort(column);
    return code == null ? null : Status.ofCode(code);
  }

  private static @Nullable TicketId ticketId(@Nullable String id) {
    return id == null ? null : new TicketId(id);
  }
}
