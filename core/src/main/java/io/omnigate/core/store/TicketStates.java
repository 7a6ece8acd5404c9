package io.omnigate.core.store;

import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.TicketState.Aside;
import io.omnigate.core.ticket.TicketState.Moments;
import io.omnigate.core.ticket.TicketState.Waiting;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a ticket's row that its lifecycle governs. */
final class TicketStates {
  private TicketStates() {}

  static TicketState of(Row row) {
    String leasedBy = row.getString("leased_by");
    Instant leasedUntil = time(row, "leased_until");
    return new TicketState(
        Status.ofCode(row.getShort("status")),
        Priority.ofCode(row.getShort("priority")),
        new Waiting(time(row, "waiting_since"), time(row, "due_at"), row.getBoolean("overdue")),
        new Aside(
            status(row, "postponed_from"),
            time(row, "postponed_until"),
            status(row, "spam_from"),
            status(row, "deleted_from")),
        new Moments(
            time(row, "first_answer_at"),
            time(row, "resolved_at"),
            time(row, "closed_at"),
            time(row, "purged_at")),
        leasedBy == null || leasedUntil == null ? null : new Ticket.Lease(leasedBy, leasedUntil));
  }

  static @Nullable Instant time(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable Status status(Row row, String column) {
    Short code = row.getShort(column);
    return code == null ? null : Status.ofCode(code);
  }
}
