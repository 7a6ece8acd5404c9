package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.TimerRules;
import io.omnigate.core.error.Failure;
import io.omnigate.core.metrics.TransitionMeters;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the passing of time asks for: wakes postponed tickets, marks overdue ones, drops
 * sessions and skips that are over, what was sent ahead of messages and answers that never came,
 * and takes withdrawals and edits that overtook their message. Safe to run on several nodes at once
 * and to run again: a ticket another one works on is passed over, and nothing is done twice.
 */
public final class DueTickets {
  private static final Logger LOG = LoggerFactory.getLogger(DueTickets.class);
  private static final Sql SQL = Sql.of("desk.sql");

  /** What deletes rows that are over; all but the last step, and the cheapest. */
  private static final List<String> DROPS =
      List.of("drop-sessions", "drop-skips", "drop-notices", "drop-reports", "drop-slices");

  private final Transactions transactions;
  private final TimerRules rules;
  private final Duration reopenWindow;
  private final ChangeWriter writer;
  private final Committed committed;
  private final MessageNotices notices;

  /** Timers over {@code database}. */
  public DueTickets(
      Database database,
      Duration reopenWindow,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.rules = new TimerRules(reopenWindow, random);
    this.reopenWindow = reopenWindow;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
    this.notices = new MessageNotices(database, reopenWindow, random, signal, meters);
  }

  /**
   * Does what is due at the time {@code now}, in one transaction, and then what else time asks for,
   * of which each part is by itself: one that fails is logged, holds up no other, and comes again.
   *
   * @param limit how many tickets at most for each rule; whoever gets a number as large calls again
   * @return how many tickets were changed
   */
  public Future<Integer> sweep(Instant now, int limit) {
    Instant at = Times.stored(now);
    Future<Integer> due =
        transactions
            .run(connection -> apply(connection, at, limit))
            .map(
                changes -> {
                  committed.tell(changes);
                  return changes.size();
                });
    return due.transform(
        done ->
            done.failed() && Failure.isUnavailable(done.cause())
                ? due
                : cleanUp(at, limit).transform(cleaned -> due));
  }

  private Future<Void> cleanUp(Instant at, int limit) {
    Future<Void> done = Future.succeededFuture();
    for (String statement : DROPS) {
      done = done.compose(before -> alone(statement, drop(statement, at, limit)));
    }
    return done.compose(
            before ->
                alone(
                    "drop-uploads", transactions.run(on -> PgAgentUploads.dropOld(on, at, limit))))
        .compose(before -> alone("notices-ahead", notices.takeAhead(at, limit)));
  }

  private static Future<Void> alone(String step, Future<?> work) {
    return work.<Void>mapEmpty()
        .recover(
            cause -> {
              LOG.atWarn()
                  .setCause(cause)
                  .addKeyValue("step", step)
                  .log("a step of the clean-up failed; it comes again in a second");
              return Future.succeededFuture();
            });
  }

  private Future<List<Change>> apply(SqlConnection connection, Instant now, int limit) {
    return connection
        .preparedQuery(SQL.get("lock-due"))
        .execute(Tuple.of(Times.of(now), limit))
        .compose(locked -> locked.size() == 0 ? none() : read(connection, locked, now))
        .compose(
            changes ->
                changes.isEmpty() ? none() : writer.write(connection, changes, now).map(changes));
  }

  private Future<List<Change>> read(SqlConnection connection, RowSet<Row> locked, Instant now) {
    String[] ids = locked.stream().map(row -> row.getString("id")).toArray(String[]::new);
    return connection
        .preparedQuery(SQL.get("find-all"))
        .execute(Tuple.from(new Object[] {ids}))
        .map(
            rows ->
                rows.stream()
                    .map(row -> TicketRows.deskTicket(row, now, reopenWindow))
                    .map(ticket -> rules.decide(ticket, now))
                    .flatMap(Optional::stream)
                    .toList());
  }

  private Future<RowSet<Row>> drop(String statement, Instant now, int limit) {
    return transactions.run(
        connection ->
            connection.preparedQuery(SQL.get(statement)).execute(Tuple.of(Times.of(now), limit)));
  }

  private static Future<List<Change>> none() {
    return Future.succeededFuture(List.of());
  }
}
