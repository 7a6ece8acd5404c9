package io.omnigate.gateway.live;

import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.queue.TicketPage;
import io.omnigate.core.ticket.ContactCard;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tickets in memory, for what the live queue's protocol does whatever the database holds. */
final class MemoryQueue implements TicketReader, Desk {
  private static final List<TicketId> IDS = ids(2000);

  private final Map<TicketId, Ticket> tickets = new ConcurrentHashMap<>();
  private volatile boolean away;

  /** A ticket ID by a small number. */
  static TicketId id(int number) {
    return IDS.get(number);
  }

  /** A ticket that waits since {@code number} seconds after the epoch. */
  static Ticket ticket(int number, long version, Status status, Priority priority, String text) {
    Instant since = Instant.ofEpochSecond(number);
    return new Ticket(
        IDS.get(number),
        Situation.of(status),
        priority,
        "Subject " + number,
        number % 2 == 0 ? "mail" : "chat",
        number % 2 == 0 ? "email" : "chat",
        number % 3 == 0 ? "sales" : "support",
        number % 5 == 0 ? "ann@example.com" : null,
        List.of(),
        new ContactCard(null, "Zoë " + number, "c" + number + "@example.com", null),
        since,
        status.queued() ? since : null,
        status.queued() ? since : null,
        false,
        null,
        1,
        text,
        version,
        null,
        null);
  }

  /** Stores a new, ordinary ticket. */
  void add(int number) {
    put(ticket(number, 1, Status.NEW, Priority.NORMAL, "preview"));
  }

  /** Stores a ticket as it is. */
  void put(Ticket ticket) {
    tickets.put(ticket.id(), ticket);
  }

  /** Changes a ticket without moving it. */
  void touch(int number) {
    tickets.computeIfPresent(
        IDS.get(number),
        (id, ticket) ->
            ticket(
                number,
                ticket.version() + 1,
                ticket.status(),
                ticket.priority(),
                "changed " + ticket.version()));
  }

  /** Takes a ticket away. */
  void remove(int number) {
    tickets.remove(IDS.get(number));
  }

  /** Makes every read fail, or succeed again. */
  void away(boolean away) {
    this.away = away;
  }

  @Override
  public Future<TicketPage> list(TicketFilter filter, int limit, QueueKey after) {
    List<Ticket> found =
        matching(filter).sorted(Comparator.comparing(QueueKey::of)).limit(limit).toList();
    return unlessAway(new TicketPage(found, null));
  }

  @Override
  public Future<Long> count(TicketFilter filter) {
    return unlessAway(matching(filter).count());
  }

  @Override
  public Future<Optional<Ticket>> next(NextRequest request) {
    return list(TicketFilter.ALL, 1, null).map(page -> page.tickets().stream().findFirst());
  }

  @Override
  public Future<Optional<Ticket>> find(TicketId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Optional<TicketThread>> thread(TicketId id, int fromSeq) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Buffer> bytes(StoredFile file, long from, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Optional<StoredFile>> attachment(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<QueueFigures> figures() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Ticket> perform(Command command) {
    throw new UnsupportedOperationException();
  }

  private <T> Future<T> unlessAway(T value) {
    return away
        ? Future.failedFuture(new IllegalStateException("away"))
        : Future.succeededFuture(value);
  }

  private Stream<Ticket> matching(TicketFilter filter) {
    return tickets.values().stream()
        .filter(t -> filter.statuses().isEmpty() || filter.statuses().contains(t.status()))
        .filter(t -> filter.priorities().isEmpty() || filter.priorities().contains(t.priority()))
        .filter(
            t -> filter.departments().isEmpty() || filter.departments().contains(t.department()))
        .filter(t -> filter.channels().isEmpty() || filter.channels().contains(t.channel()))
        .filter(
            t ->
                filter.assignee() == null
                    || (filter.assignee().equals(TicketFilter.UNASSIGNED)
                        ? t.assignee() == null
                        : filter.assignee().equals(t.assignee())))
        .filter(t -> filter.text() == null || t.subject().contains(filter.text()));
  }

  private static List<TicketId> ids(int count) {
    SplittableRandom random = new SplittableRandom(11);
    return IntStream.range(0, count).mapToObj(i -> TicketId.random(random)).toList();
  }
}
