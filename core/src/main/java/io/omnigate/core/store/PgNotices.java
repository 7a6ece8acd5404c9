package io.omnigate.core.store;

import io.omnigate.core.conversation.Conversations.Had;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notices;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Notices on PostgreSQL: each of a message is one transaction on the ticket that it concerns, all
 * reports of deliveries together are another.
 */
public final class PgNotices implements Notices {
  private static final Sql SQL = Sql.of("notice.sql");

  private final Transactions transactions;
  private final MessageNotices messages;
  private final DeliveryReports deliveries;

  /** Notices over {@code database}. */
  public PgNotices(
      Database database,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.messages = new MessageNotices(database, reopenWindow, random, signal, meters);
    this.deliveries = new DeliveryReports(database, reopenWindow, random, signal, meters);
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
            case Notice.Seen seen -> taken.compose(done -> seen(seen));
            case Notice.OfMessage told -> taken.compose(done -> messages.take(told));
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

  private Future<Void> seen(Notice.Seen seen) {
    Had had = seen.had();
    Tuple tuple =
        Tuple.of(
            seen.channel(),
            seen.conversation(),
            had.place(),
            Times.of(seen.at()),
            seen.read(),
            had.ticket() == null ? null : had.ticket().value());
    return transactions
        .run(connection -> connection.preparedQuery(SQL.get("seen")).execute(tuple))
        .mapEmpty();
  }
}
