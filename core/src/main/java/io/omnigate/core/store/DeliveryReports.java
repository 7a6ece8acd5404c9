package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notice.Progress;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What providers report of our own messages, matched by the ids they took them under: one for each
 * part where a message went out in several. A report may come before its id is recorded: it is kept
 * until then.
 */
final class DeliveryReports {
  private static final Sql SQL = Sql.of("notice.sql");
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");

  private final Transactions transactions;
  private final Duration reopenWindow;
  private final RandomGenerator random;
  private final ChangeWriter writer;
  private final Committed committed;

  DeliveryReports(
      Database database,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.reopenWindow = reopenWindow;
    this.random = random;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
  }

  /** Keeps reports of one channel, and applies them to the messages that are known by now. */
  Future<Void> keep(List<Notice.Reported> reports) {
    Collection<Report> merged = merged(reports);
    String channel = reports.getFirst().channel();
    Tuple rows =
        Columns.of(List.copyOf(merged))
            .text(each -> channel)
            .text(Report::id)
            .time(each -> each.moments().get(Progress.DELIVERED))
            .time(each -> each.moments().get(Progress.READ))
            .time(each -> each.moments().get(Progress.FAILED))
            .text(Report::reason)
            .time(Report::receivedAt)
            .tuple();
    return transactions
        .run(on -> on.preparedQuery(SQL.get("keep-reports")).execute(rows))
        .compose(kept -> apply(channel, merged.stream().map(Report::id).toList()));
  }

  /**
   * Applies what was reported under {@code providerIds} before they were recorded. The reports go
   * and what they say is told in one transaction, so that none is lost between the two.
   */
  Future<Void> apply(String channel, List<String> providerIds) {
    String[] ids = providerIds.toArray(String[]::new);
    return transactions
        .run(
            on ->
                on.preparedQuery(SQL.get("lock-reported"))
                    .execute(Tuple.from(new Object[] {channel, ids}))
                    .map(DeliveryReports::messages)
                    .compose(
                        locked ->
                            on.preparedQuery(SQL.get("apply-reports"))
                                .execute(Tuple.from(new Object[] {channel, ids, locked})))
                    .compose(rows -> tellFailed(on, rows)))
        .onSuccess(committed::tell)
        .mapEmpty();
  }

  private static String[] messages(RowSet<Row> locked) {
    return locked.stream().map(row -> row.getString("id")).toArray(String[]::new);
  }

  private Future<List<Change>> tellFailed(SqlConnection on, RowSet<Row> applied) {
    List<Change> changes = new ArrayList<>();
    Future<Void> told = Future.succeededFuture();
    for (Row row : applied) {
      if (row.getBoolean("failed")) {
        told = told.compose(done -> fail(on, failed(row))).map(changes::addAll).mapEmpty();
      }
    }
    return told.map(changes);
  }

  /** All that one request says of one message. */
  private record Report(
      String id, Map<Progress, Instant> moments, @Nullable String reason, Instant receivedAt) {}

  /** One for each id, sorted: two requests with the same ids wait for each other. */
  private static Collection<Report> merged(List<Notice.Reported> reports) {
    Map<String, Report> byId = new TreeMap<>();
    for (Notice.Reported each : reports) {
      Report before = byId.get(each.providerId());
      Map<Progress, Instant> moments = new LinkedHashMap<>();
      if (before != null) {
        moments.putAll(before.moments());
      }
      moments.putIfAbsent(each.progress(), each.since());
      String reason = each.progress() == Progress.FAILED ? each.reason() : null;
      byId.put(
          each.providerId(),
          new Report(
              each.providerId(),
              moments,
              before != null && before.reason() != null ? before.reason() : reason,
              each.at()));
    }
    return new ArrayList<>(byId.values());
  }

  private static Failed failed(Row row) {
    return new Failed(
        row.getString("ticket"),
        row.getString("id"),
        part(row) + reason(row),
        TicketRows.present(row, "received_at"));
  }

  /** Which part of a message in several it was; empty for a message in one. */
  private static String part(Row row) {
    Integer part = row.getInteger("part");
    int parts = row.getInteger("parts");
    return parts == 1 || part == null ? "" : "Part " + part + " of " + parts + ": ";
  }

  private static String reason(Row row) {
    String reason = row.getString("reason");
    return reason == null || reason.isBlank() ? "The provider gave no reason." : reason;
  }

  /** A message that was taken, and not delivered after all. */
  private record Failed(String ticket, String message, String reason, Instant at) {}

  private Future<List<Change>> fail(SqlConnection on, Failed failed) {
    Tuple tuple = Tuple.of(failed.message(), failed.reason());
    return on.preparedQuery(DESK.get("lock"))
        .execute(Tuple.of(failed.ticket()))
        .compose(locked -> on.preparedQuery(SQL.get("fail-sent")).execute(tuple))
        .compose(
            written ->
                written.rowCount() == 0 ? Future.succeededFuture(List.of()) : tell(on, failed));
  }

  private Future<List<Change>> tell(SqlConnection on, Failed failed) {
    Instant now = Times.stored(failed.at());
    return on.preparedQuery(READ.get("find"))
        .execute(Tuple.of(failed.ticket()))
        .map(rows -> TicketRows.deskTicket(rows.iterator().next(), now, reopenWindow))
        .compose(
            ticket -> {
              if (ticket.purged()) {
                return Future.succeededFuture(List.of());
              }
              List<Change> changes =
                  List.of(
                      Undelivered.told(
                          ticket, failed.message(), "failed", failed.reason(), now, random));
              return writer.write(on, changes, now).map(changes);
            });
  }
}
