package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.desk.Entries;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notices;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.TicketEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Notices on PostgreSQL: each withdrawal is one transaction on the ticket that it concerns, all
 * reports of deliveries together are another.
 */
public final class PgNotices implements Notices {
  private static final Sql SQL = Sql.of("notice.sql");
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");

  private final Transactions transactions;
  private final Duration reopenWindow;
  private final RandomGenerator random;
  private final ChangeWriter writer;
  private final Committed committed;
  private final DeliveryReports deliveries;

  /** Notices over {@code database}. */
  public PgNotices(
      Database database,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.deliveries = new DeliveryReports(database, reopenWindow, random, signal, meters);
    this.transactions = new Transactions(database);
    this.reopenWindow = reopenWindow;
    this.random = random;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
  }

  @Override
  public Future<Void> take(List<Notice> notices) {
    List<Notice.Reported> reports = new ArrayList<>();
    Future<Void> taken = Future.succeededFuture();
    for (Notice notice : notices) {
      taken =
          switch (notice) {
            case Notice.Reported reported -> {
              reports.add(reported);
              yield taken;
            }
            case Notice.ReportedUpTo report -> taken.compose(done -> upTo(report));
            case Notice.Withdrawn withdrawn -> taken.compose(done -> withdraw(withdrawn));
          };
    }
    return reports.isEmpty() ? taken : taken.compose(done -> deliveries.keep(reports));
  }

  private Future<Void> upTo(Notice.ReportedUpTo report) {
    Tuple tuple =
        Tuple.of(report.channel(), report.recipient(), Times.of(report.until()), report.read());
    return transactions
        .run(connection -> connection.preparedQuery(SQL.get("report-up-to")).execute(tuple))
        .mapEmpty();
  }

  private Future<Void> withdraw(Notice.Withdrawn withdrawn) {
    return transactions
        .run(connection -> withdraw(connection, withdrawn))
        .onSuccess(committed::tell)
        .mapEmpty();
  }

  /** A message of a customer, by its ticket and its entry's id. */
  private record Message(String ticket, String id) {}

  private Future<List<Change>> withdraw(SqlConnection connection, Notice.Withdrawn notice) {
    Instant now = Times.stored(notice.at());
    return connection
        .preparedQuery(SQL.get("find-message"))
        .execute(Tuple.of(notice.channel(), notice.conversation(), notice.messageId()))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(List.of());
              }
              Row row = rows.iterator().next();
              Message message = new Message(row.getString("ticket"), row.getString("id"));
              return withdraw(connection, message, now);
            });
  }

  private Future<List<Change>> withdraw(SqlConnection connection, Message message, Instant now) {
    return connection
        .preparedQuery(DESK.get("lock"))
        .execute(Tuple.of(message.ticket()))
        .compose(
            locked ->
                connection
                    .preparedQuery(SQL.get("is-withdrawn"))
                    .execute(Tuple.of(message.ticket(), message.id())))
        .compose(
            rows ->
                rows.iterator().next().getBoolean("known")
                    ? Future.succeededFuture(List.of())
                    : record(connection, message, now));
  }

  private Future<List<Change>> record(SqlConnection connection, Message message, Instant now) {
    return connection
        .preparedQuery(READ.get("find"))
        .execute(Tuple.of(message.ticket()))
        .compose(
            rows -> {
              DeskTicket ticket = TicketRows.deskTicket(rows.iterator().next(), now, reopenWindow);
              Entries entries =
                  new Entries(ticket.lastSeq(), Author.SYSTEM, now, random)
                      .event(TicketEvent.withdrawn(message.id()));
              List<Change> changes = List.of(Change.of(ticket, ticket.state(), entries.list()));
              return writer.write(connection, changes, now).map(changes);
            });
  }
}
