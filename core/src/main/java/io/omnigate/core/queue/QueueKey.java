package io.omnigate.core.queue;

import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A ticket's place in the one total order: overdue first, then the more urgent, then the earlier
 * due, then the longer waiting, then the smaller ID. An absent time comes after every present one.
 *
 * <p>SQL says the same in {@code sql/ticket.sql} ({@code ORDER BY}); a test holds the two against
 * each other.
 */
public record QueueKey(
    boolean overdue,
    Priority priority,
    @Nullable Instant dueAt,
    @Nullable Instant waitingSince,
    TicketId id)
    implements Comparable<QueueKey> {

  private static final Comparator<QueueKey> ORDER =
      Comparator.comparing(QueueKey::overdue, Comparator.reverseOrder())
          .thenComparing(QueueKey::priority)
          .thenComparing(QueueKey::dueOrNever)
          .thenComparing(QueueKey::waitingOrNever)
          .thenComparing(QueueKey::id);

  /** The place of {@code ticket}. */
  public static QueueKey of(Ticket ticket) {
    return new QueueKey(
        ticket.overdue(), ticket.priority(), ticket.dueAt(), ticket.waitingSince(), ticket.id());
  }

  @Override
  public int compareTo(QueueKey other) {
    return ORDER.compare(this, other);
  }

  private Instant dueOrNever() {
    return dueAt == null ? Instant.MAX : dueAt;
  }

  private Instant waitingOrNever() {
    return waitingSince == null ? Instant.MAX : waitingSince;
  }
}
