package io.omnigate.core.store;

import io.omnigate.core.desk.Change;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.desk.DeskOptions;
import io.omnigate.core.desk.DeskRules;
import io.omnigate.core.desk.DeskTicket;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.error.Failure;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The desk on PostgreSQL. Each call is one transaction: lock, read, decide ({@link DeskRules}),
 * write, commit; then the live views are told.
 */
public final class PgDesk implements Desk {
  private static final Sql SQL = Sql.of("desk.sql");
  private static final Sql READ = Sql.of("ticket.sql");

  private final Transactions transactions;
  private final DeskRules rules;
  private final DeskOptions options;
  private final InstantSource clock;
  private final ChangeWriter writer;
  private final Purge purge = new Purge();
  private final Committed committed;

  /** A desk; {@code rules} and this desk are given the same options. */
  public PgDesk(
      Database database,
      DeskRules rules,
      DeskOptions options,
      InstantSource clock,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters meters) {
    this.transactions = new Transactions(database);
    this.rules = rules;
    this.options = options;
    this.clock = clock;
    this.writer = new ChangeWriter(random);
    this.committed = new Committed(signal, meters);
  }

  /** What a transaction did: the ticket as it stands, and the changes to tell of. */
  private record Done<T>(T result, List<Change> changes) {}

  @Override
  public Future<Ticket> perform(Command command) {
    Instant now = Times.stored(clock.instant());
    return transactions
        .run(
            connection ->
                checkAssignee(connection, command)
                    .compose(known -> lock(connection, command.ticket(), now))
                    .compose(row -> carryOut(connection, row, command, now)))
        .map(this::told);
  }

  @Override
  public Future<Optional<Ticket>> next(NextRequest request) {
    Instant now = Times.stored(clock.instant());
    return transactions
        .run(
            connection ->
                skip(connection, request, now)
                    .compose(
                        skipped ->
                            pick(connection, request, now)
                                .compose(row -> take(connection, row, request, skipped, now))))
        .map(this::told);
  }

  private Future<Done<Ticket>> carryOut(
      SqlConnection connection, DeskTicket row, Command command, Instant now) {
    Optional<Change> change = rules.decide(row, command, now);
    if (change.isEmpty()) {
      return Future.succeededFuture(new Done<>(row.ticket(), List.of()));
    }
    List<Change> changes = List.of(change.get());
    return writer
        .write(connection, changes, now)
        .compose(written -> erase(connection, change.get()))
        .compose(erased -> read(connection, row.ticket().id(), now))
        .map(after -> new Done<>(after.ticket(), changes));
  }

  private Future<Void> erase(SqlConnection connection, Change change) {
    return change.purge()
        ? purge.erase(connection, change.before().ticket().id().value())
        : Future.succeededFuture();
  }

  /** An agent's own choice is checked here, for the rules do not know who exists. */
  @SuppressWarnings("OptionalAssignedToNull")
  private static Future<Boolean> checkAssignee(SqlConnection connection, Command command) {
    if (!(command instanceof Command.Patch patch)
        || patch.assignee() == null
        || patch.assignee().isEmpty()) {
      return Future.succeededFuture(true);
    }
    return connection
        .preparedQuery(SQL.get("agent-exists"))
        .execute(Tuple.of(patch.assignee().get()))
        .map(
            rows -> {
              if (!rows.iterator().next().getBoolean("known")) {
                throw Failure.invalid(
                    "assignee", "There is no such agent; give an agent's e-mail address.");
              }
              return true;
            });
  }

  /** Gives back the ticket the agent passes over, and remembers that they did. */
  private Future<List<Change>> skip(SqlConnection connection, NextRequest request, Instant now) {
    TicketId ticket = request.skip();
    if (ticket == null) {
      return Future.succeededFuture(List.of());
    }
    Tuple skipped =
        Tuple.of(request.agent().email(), ticket.value(), Times.of(now.plus(options.skip())));
    return lock(connection, ticket, now)
        .compose(
            row -> {
              List<Change> changes = rules.giveBack(row, request, now).stream().toList();
              return connection
                  .preparedQuery(SQL.get("skip"))
                  .execute(skipped)
                  .compose(
                      done ->
                          changes.isEmpty()
                              ? Future.succeededFuture()
                              : writer.write(connection, changes, now))
                  .map(changes);
            });
  }

  private Future<Optional<DeskTicket>> pick(
      SqlConnection connection, NextRequest request, Instant now) {
    return connection
        .preparedQuery(SQL.get("pick-next"))
        .execute(Tuple.of(request.agent().email(), Times.of(now)))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : read(connection, id(rows), now).map(Optional::of));
  }

  private Future<Done<Optional<Ticket>>> take(
      SqlConnection connection,
      Optional<DeskTicket> row,
      NextRequest request,
      List<Change> skipped,
      Instant now) {
    if (row.isEmpty()) {
      return Future.succeededFuture(new Done<>(Optional.empty(), skipped));
    }
    List<Change> changes = List.of(rules.take(row.get(), request, now));
    Future<Void> written = writer.write(connection, changes, now);
    // Asked for in the same round trip; statements of a connection follow each other.
    Future<DeskTicket> read = read(connection, row.get().ticket().id(), now);
    return written
        .compose(done -> read)
        .map(after -> new Done<>(Optional.of(after.ticket()), changes));
  }

  private Future<DeskTicket> lock(SqlConnection connection, TicketId id, Instant now) {
    return connection
        .preparedQuery(SQL.get("lock"))
        .execute(Tuple.of(id.value()))
        .compose(
            rows ->
                rows.size() == 0 ? Future.failedFuture(unknown(id)) : read(connection, id, now));
  }

  /** A statement of its own: it sees what was committed while the lock was waited for. */
  private Future<DeskTicket> read(SqlConnection connection, TicketId id, Instant now) {
    return connection
        .preparedQuery(READ.get("find"))
        .execute(Tuple.of(id.value()))
        .map(rows -> TicketRows.deskTicket(rows.iterator().next(), now, options.reopenWindow()));
  }

  private <T> T told(Done<T> done) {
    committed.tell(done.changes());
    return done.result();
  }

  private static TicketId id(RowSet<Row> rows) {
    return new TicketId(rows.iterator().next().getString("id"));
  }

  private static Failure unknown(TicketId id) {
    return new Failure(
        Failure.Kind.NOT_FOUND, "unknown-ticket", "There is no ticket %s.".formatted(id));
  }
}
