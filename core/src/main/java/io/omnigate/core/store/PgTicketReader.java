package io.omnigate.core.store;

import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.outbox.Recipients;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.queue.TicketPage;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads tickets from PostgreSQL; each call is one statement and so one snapshot. */
public final class PgTicketReader implements TicketReader {
  private static final Sql SQL = Sql.of("ticket.sql");

  private final SqlClient client;
  private final Blobs blobs;
  private final InstantSource clock;
  private final Duration reopenWindow;

  /**
   * A reader.
   *
   * @param reopenWindow decides whether a ticket is shown as inside it
   */
  public PgTicketReader(Database database, InstantSource clock, Duration reopenWindow) {
    this.client = database.pool();
    this.blobs = new Blobs(database);
    this.clock = clock;
    this.reopenWindow = reopenWindow;
  }

  @Override
  public Future<TicketPage> list(TicketFilter filter, int limit, @Nullable QueueKey after) {
    FilterTuple tuple = new FilterTuple(filter);
    Optional<TicketId> id = tuple.ticketId();
    if (id.isPresent()) {
      return query("list-one", tuple.one(id.get()))
          .map(rows -> page(afterwards(tickets(rows), after), limit));
    }
    // One row more than wanted tells whether the list goes on.
    return query(tuple.listing(), tuple.page(after, limit + 1))
        .map(rows -> page(tickets(rows), limit));
  }

  @Override
  public Future<Long> count(TicketFilter filter) {
    FilterTuple tuple = new FilterTuple(filter);
    Optional<TicketId> id = tuple.ticketId();
    if (id.isPresent()) {
      return query("list-one", tuple.one(id.get())).map(rows -> (long) rows.size());
    }
    Future<RowSet<Row>> counted =
        tuple.hasWords() ? query("count-found", tuple.countFound()) : query("count", tuple.count());
    return counted.map(rows -> rows.iterator().next().getLong("tickets"));
  }

  @Override
  public Future<Optional<Ticket>> find(TicketId id) {
    return query("find", Tuple.of(id.value())).map(rows -> tickets(rows).stream().findFirst());
  }

  @Override
  public Future<Optional<TicketThread>> thread(TicketId id, int fromSeq) {
    return query("thread", Tuple.of(id.value(), fromSeq)).map(this::thread);
  }

  @Override
  public Future<Optional<StoredFile>> attachment(String id) {
    return query("attachment", Tuple.of(id))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new StoredFile(
                                row.getString("name"),
                                row.getString("media_type"),
                                row.getLong("size"),
                                row.getBuffer("sha256"))));
  }

  @Override
  public Future<Buffer> bytes(StoredFile file, long from, int length) {
    return blobs.slice(file.sha256(), from, length);
  }

  @Override
  public Future<QueueFigures> figures() {
    return query("figures", Tuple.of(Times.of(clock.instant()))).map(PgTicketReader::figures);
  }

  private static QueueFigures figures(RowSet<Row> rows) {
    Map<String, Long> byStatus = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      byStatus.put(status.wire(), 0L);
    }
    Map<String, Long> byPriority = new LinkedHashMap<>();
    for (Priority priority : Priority.values()) {
      byPriority.put(priority.wire(), 0L);
    }
    Map<String, Long> outbox = new LinkedHashMap<>();
    double oldest = 0;
    double outboxOldest = 0;
    for (Row row : rows) {
      String label = row.getString("label");
      Double value = row.getDouble("value");
      double present = value == null ? 0 : Math.max(0, value);
      switch (row.getString("figure")) {
        case "status" ->
            byStatus.put(Status.ofCode(Integer.parseInt(label)).wire(), (long) present);
        case "depth" ->
            byPriority.put(Priority.ofCode(Integer.parseInt(label)).wire(), (long) present);
        case "oldest" -> oldest = present;
        case "outbox" -> outbox.put(label, (long) present);
        case "outbox-oldest" -> outboxOldest = present;
        default -> throw new IllegalStateException("no such figure");
      }
    }
    return new QueueFigures(byStatus, byPriority, oldest, outbox, outboxOldest);
  }

  private Optional<TicketThread> thread(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (Row row : rows) {
      if (EntryRows.present(row)) {
        entries.add(EntryRows.entry(row));
      }
    }
    Row first = rows.iterator().next();
    Ticket ticket = TicketRows.ticket(first, clock.instant(), reopenWindow);
    return Optional.of(
        new TicketThread(
            ticket,
            entries,
            next(first, entries),
            TicketRows.readElsewhere(first),
            TicketRows.goesOnIn(first),
            Recipients.obstacle(ticket.kind(), first.getString("recipient"))));
  }

  private static @Nullable Integer next(Row ticket, List<Entry> entries) {
    if (entries.isEmpty() || entries.getLast().seq() >= ticket.getInteger("last_seq")) {
      return null;
    }
    return entries.getLast().seq() + 1;
  }

  private List<Ticket> tickets(RowSet<Row> rows) {
    Instant now = clock.instant();
    return rows.stream().map(row -> TicketRows.ticket(row, now, reopenWindow)).toList();
  }

  private static List<Ticket> afterwards(List<Ticket> tickets, @Nullable QueueKey after) {
    return tickets.stream()
        .filter(ticket -> after == null || QueueKey.of(ticket).compareTo(after) > 0)
        .toList();
  }

  private static TicketPage page(List<Ticket> tickets, int limit) {
    return tickets.size() <= limit
        ? new TicketPage(tickets, null)
        : new TicketPage(tickets.subList(0, limit), QueueKey.of(tickets.get(limit - 1)));
  }

  private Future<RowSet<Row>> query(String statement, Tuple parameters) {
    return Database.bounded(client.preparedQuery(SQL.get(statement)).execute(parameters));
  }
}
