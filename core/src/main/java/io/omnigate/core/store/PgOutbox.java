package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.outbox.OutboxStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The outbox on PostgreSQL. Safe with any number of gateways on the same database. */
public final class PgOutbox implements OutboxStore {
  private static final Sql SQL = Sql.of("outbox.sql");
  private static final Sql DESK = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");
  private static final int TOKEN_RADIX = 36;

  private final Transactions transactions;
  private final Blobs blobs;
  private final OutboxOptions options;
  private final Duration reopenWindow;
  private final RandomGenerator random;
  private final ChangeWriter writer;
  private final Committed committed;
  private final DeliveryReports reports;

  /** An outbox in {@code database}. */
  public PgOutbox(
      Database database,
      OutboxOptions options,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.blobs = new Blobs(database);
    this.options = options;
    this.reopenWindow = reopenWindow;
    this.random = random;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
    this.reports = new DeliveryReports(database, reopenWindow, random, signal, meters);
  }

  @Override
  public Future<List<Lease>> claim(Set<String> channels, int limit, Instant now, Instant until) {
    String token =
        Long.toString(random.nextLong(), TOKEN_RADIX)
            + Long.toString(random.nextLong(), TOKEN_RADIX);
    Tuple tuple =
        Tuple.from(
            new Object[] {
              channels.toArray(String[]::new), Times.of(now), limit, token, Times.of(until)
            });
    return transactions
        .run(on -> on.preparedQuery(SQL.get("claim")).execute(tuple))
        .map(rows -> rows.stream().map(PgOutbox::lease).toList());
  }

  @Override
  public Future<Optional<Delivery>> begin(Lease lease, Instant now) {
    return transactions.run(
        on ->
            run(on, "queue-recipient", Tuple.of(lease.id(), lease.token()))
                .compose(queued -> measure(on, lease, now))
                .compose(
                    verdict ->
                        switch (verdict) {
                          case SendingRule.Verdict.Go() -> beginNow(on, lease, now);
                          case SendingRule.Verdict.Wait(Instant until, String reason) ->
                              put(on, "postpone", lease, until, reason).map(Optional.empty());
                          case SendingRule.Verdict.Never(String reason) ->
                              put(on, "suppress", lease, now, reason).map(Optional.empty());
                          case SendingRule.Verdict.Lost() ->
                              Future.succeededFuture(Optional.<Delivery>empty());
                        }));
  }

  @Override
  public Future<Optional<Delivery>> beginUncapped(Lease lease, Instant now) {
    return transactions.run(on -> beginNow(on, lease, now));
  }

  @Override
  public Future<Void> release(Lease lease) {
    return transactions.run(on -> run(on, "release", key(lease))).mapEmpty();
  }

  @Override
  public Future<Void> record(
      Lease lease, DeliveryOutcome outcome, Instant now, @Nullable Instant retryAt) {
    Instant at = Times.stored(now);
    return switch (outcome) {
      case DeliveryOutcome.Sent(List<String> ids) ->
          transactions.run(on -> sent(on, lease, at, ids)).compose(done -> reported(lease, ids));
      case DeliveryOutcome.Retry retry ->
          transactions
              .run(on -> put(on, "retry", lease, retryAt == null ? at : retryAt, retry.reason()))
              .mapEmpty();
      case DeliveryOutcome.Failed(String reason) -> end(lease, at, "failed", reason);
      case DeliveryOutcome.Uncertain(String reason) -> end(lease, at, "uncertain", reason);
    };
  }

  @Override
  public Future<Integer> lapse(Instant now, int limit) {
    return transactions
        .run(on -> run(on, "lapsed", Tuple.of(Times.of(now), limit)))
        .compose(
            rows ->
                Future.join(rows.stream().map(row -> lapse(row, now)).toList()).map(rows.size()));
  }

  private Future<Void> lapse(Row row, Instant now) {
    Lease lease = lease(row);
    return row.getBoolean("begun")
        ? record(
            lease,
            new DeliveryOutcome.Uncertain("The gateway ended while it was being handed over."),
            now,
            null)
        : release(lease);
  }

  private Future<SendingRule.Verdict> measure(SqlConnection on, Lease lease, Instant now) {
    Tuple tuple =
        Tuple.of(
            lease.id(),
            lease.token(),
            Times.of(now.minus(SendingRule.HOUR)),
            Times.of(now.minus(SendingRule.DAY)));
    return run(on, "measure", tuple)
        .map(
            rows ->
                rows.size() == 0
                    ? new SendingRule.Verdict.Lost()
                    : SendingRule.judge(rows.iterator().next(), options));
  }

  /** Empty where the lease was lost since it was measured: somebody else sends it then. */
  private Future<Optional<Delivery>> beginNow(SqlConnection on, Lease lease, Instant now) {
    return run(on, "begin", Tuple.of(lease.id(), lease.token(), Times.of(now)))
        .compose(
            begun ->
                begun.rowCount() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : read(on, lease).map(Optional::of));
  }

  private Future<Delivery> read(SqlConnection on, Lease lease) {
    return run(on, "read", Tuple.of(lease.id()))
        .compose(
            rows ->
                run(on, "files", Tuple.of(lease.id()))
                    .map(
                        files ->
                            DeliveryRows.delivery(
                                rows.iterator().next(), files, blobs, lease.attempt())));
  }

  /** What the provider reported before the ids were recorded. */
  private Future<Void> reported(Lease lease, List<String> providerIds) {
    return providerIds.isEmpty()
        ? Future.succeededFuture()
        : reports.apply(lease.channel(), providerIds);
  }

  private static Future<Void> sent(
      SqlConnection on, Lease lease, Instant now, List<String> providerIds) {
    return run(on, "sent", Tuple.of(lease.id(), lease.token(), Times.of(now)))
        .compose(
            done ->
                done.rowCount() == 0 || providerIds.isEmpty()
                    ? Future.succeededFuture()
                    : run(
                        on,
                        "add-provider-ids",
                        Tuple.from(new Object[] {lease.id(), providerIds.toArray(String[]::new)})))
        .mapEmpty();
  }

  /** A final outcome that agents have to know: with its event, and a mark on the ticket. */
  private Future<Void> end(Lease lease, Instant now, String outcome, String reason) {
    return transactions
        .run(
            on ->
                run(on, "ticket-of", Tuple.of(lease.id()))
                    .compose(rows -> lock(on, rows.iterator().next().getString("ticket"), now))
                    .compose(row -> end(on, row, lease, now, outcome, reason)))
        .map(
            changes -> {
              committed.tell(changes);
              return null;
            });
  }

  private Future<List<Change>> end(
      SqlConnection on, DeskTicket row, Lease lease, Instant now, String outcome, String reason) {
    Tuple tuple = Tuple.of(lease.id(), lease.token(), Times.of(now), reason, outcome);
    return run(on, "end", tuple)
        .compose(
            ended -> {
              if (ended.rowCount() == 0 || row.purged()) {
                return Future.succeededFuture(List.of());
              }
              List<Change> changes =
                  List.of(Undelivered.told(row, lease.id(), outcome, reason, now, random));
              return writer.write(on, changes, now).map(changes);
            });
  }

  private Future<DeskTicket> lock(SqlConnection on, String ticket, Instant now) {
    return on.preparedQuery(DESK.get("lock"))
        .execute(Tuple.of(ticket))
        .compose(locked -> on.preparedQuery(READ.get("find")).execute(Tuple.of(ticket)))
        .map(rows -> TicketRows.deskTicket(rows.iterator().next(), now, reopenWindow));
  }

  private static Future<RowSet<Row>> put(
      SqlConnection on, String statement, Lease lease, Instant at, String reason) {
    return run(on, statement, Tuple.of(lease.id(), lease.token(), Times.of(at), reason));
  }

  private static Lease lease(Row row) {
    return new Lease(
        row.getString("id"),
        row.getString("lease"),
        row.getString("channel"),
        row.getString("kind"),
        row.getInteger("attempts") + 1);
  }

  private static Tuple key(Lease lease) {
    return Tuple.of(lease.id(), lease.token());
  }

  private static Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple tuple) {
    return on.preparedQuery(SQL.get(statement)).execute(tuple);
  }
}
