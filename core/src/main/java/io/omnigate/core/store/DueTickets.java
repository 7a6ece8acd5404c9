package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.TimerRules;
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

/**
 * Does what the passing of time asks for: wakes postponed tickets, marks overdue ones, drops
 * sessions and skips that are over, what was sent ahead of messages that never came, and takes
 * withdrawals that overtook their message. Safe to run on several nodes at once and to run again: a
 * ticket another one works on is passed over, and nothing is done twice.
 */
public final class DueTickets {
  private static final Sql SQL = Sql.of("desk.sql");

  private final Transactions transactions;
  private final TimerRules rules;
  private final Duration reopenWindow;
  private final ChangeWriter writer;
  private final Committed committed;
  private final Withdrawals withdrawals;

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
    this.withdrawals = new Withdrawals(database, reopenWindow, random, signal, meters);
  }

  /**
   * Does what is due at the time {@code now}, in one transaction.
   *
   * @param limit how many tickets at most for each rule; whoever gets a number as large calls again
   * @return how many tickets were changed
   */
  public Future<Integer> sweep(Instant now, int limit) {
    Instant at = Times.stored(now);
    return transactions
        .run(connection -> apply(connection, at, limit))
        .map(
            changes -> {
              committed.tell(changes);
              return changes.size();
            })
        .compose(changed -> drop("drop-sessions", at, limit).map(changed))
        .compose(changed -> drop("drop-skips", at, limit).map(changed))
        .compose(changed -> withdrawals.takeAhead(limit).map(changed))
        .compose(changed -> drop("drop-withdrawals", at, limit).map(changed))
        .compose(changed -> drop("drop-reports", at, limit).map(changed))
        .compose(changed -> drop("drop-slices", at, limit).map(changed));
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
