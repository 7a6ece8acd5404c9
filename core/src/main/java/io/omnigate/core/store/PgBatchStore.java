package io.omnigate.core.store;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.intake.BatchPlan;
import io.omnigate.core.intake.BatchPlan.StatusChange;
import io.omnigate.core.intake.BatchStore;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.Planner;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores batches over one connection, which it opens when it needs it and again when it broke. A
 * batch takes two round trips: {@link BatchReader} begins, claims, looks up and locks, {@link
 * Planner} decides, {@link BatchWriter} writes and commits.
 *
 * <p>What two nodes do to each other (the same message, the same new conversation, a deadlock, an
 * ID drawn twice) shows as a refused key: the batch is undone, read again and decided again.
 */
public final class PgBatchStore implements BatchStore {
  private static final Logger LOG = LoggerFactory.getLogger(PgBatchStore.class);
  private static final Sql SQL = Sql.of("intake.sql");
  private static final int ATTEMPTS = 4;
  private static final long BATCH_SECONDS = 6;
  private static final Set<String> DRAWN_IDS = Set.of("ticket_pkey", "contact_visitor_key");

  /**
   * A key taken meanwhile, a file a purge dropped meanwhile, a serialization failure, a deadlock.
   */
  private static final Set<String> AGAIN = Set.of("23505", "23503", "40001", "40P01");

  /**
   * The lane's statements look up a few keys each. Planned while tables are still empty they would
   * scan, and stay so when the tables have grown.
   */
  private static final String SETTINGS =
      "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET enable_bitmapscan = off; SET jit = off";

  private final Database database;
  private final Planner planner;
  private final RandomGenerator random;
  private final ChangeSignal signal;
  private final TransitionMeters transitions;
  private @Nullable SqlConnection connection;

  /** A store for one lane. */
  public PgBatchStore(
      Database database,
      Planner planner,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters transitions) {
    this.database = database;
    this.planner = planner;
    this.random = random;
    this.signal = signal;
    this.transitions = transitions;
  }

  @Override
  public Future<List<Result>> commit(List<InboundMessage> messages) {
    return attempt(messages, ATTEMPTS)
        .recover(failed -> Future.failedFuture(Database.translate(failed)));
  }

  @Override
  public Future<Receipt> quarantine(InboundMessage message, String reason) {
    InboundMessage.Origin origin = message.origin();
    Tuple row =
        Tuple.of(
            origin.channel(),
            origin.key(),
            Times.of(origin.receivedAt()),
            origin.raw().bytes(),
            message.ids().message(),
            reason.replace("\0", ""));
    return connected()
        .compose(on -> on.preparedQuery(SQL.get("insert-quarantined")).execute(row))
        .map(done -> new Receipt(null, message.ids().message(), null, null, false, false))
        .recover(failed -> Future.failedFuture(Database.translate(failed)));
  }

  @Override
  public Future<Void> close() {
    SqlConnection open = connection;
    connection = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private Future<List<Result>> attempt(List<InboundMessage> messages, int left) {
    return connected()
        .compose(on -> transaction(on, messages).timeout(BATCH_SECONDS, TimeUnit.SECONDS))
        .recover(
            failed ->
                undo(failed)
                    .compose(
                        undone ->
                            left > 1 && again(failed)
                                ? attempt(redrawn(messages, failed), left - 1)
                                : Future.failedFuture(failed)));
  }

  private Future<List<Result>> transaction(SqlConnection on, List<InboundMessage> messages) {
    return BatchReader.read(on, messages)
        .map(view -> planner.plan(messages, view))
        .compose(plan -> finish(on, plan).map(done -> plan.results()));
  }

  private Future<Void> finish(SqlConnection on, BatchPlan plan) {
    return plan.isEmpty()
        ? on.query("ROLLBACK").execute().mapEmpty()
        : BatchWriter.write(on, plan).onSuccess(done -> committed(plan));
  }

  private void committed(BatchPlan plan) {
    signal.changed();
    for (StatusChange change : plan.statusChanges()) {
      if (change.from() != null) {
        transitions.moved(change.from(), change.to());
      }
    }
  }

  /**
   * A connection that may be in an unknown state is given up, any other is brought back to rest.
   */
  private Future<Void> undo(Throwable failed) {
    SqlConnection on = connection;
    if (on == null) {
      return Future.succeededFuture();
    }
    boolean atRest = failed instanceof PgException || failed instanceof Planner.OutdatedView;
    if (!atRest) {
      connection = null;
      on.close();
      return Future.succeededFuture();
    }
    return on.query("ROLLBACK").execute().<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<SqlConnection> connected() {
    SqlConnection open = connection;
    return open != null
        ? Future.succeededFuture(open)
        : database
            .connect()
            .compose(
                fresh ->
                    fresh
                        .query(SETTINGS)
                        .execute()
                        .map(set -> keep(fresh))
                        .onFailure(failed -> fresh.close()));
  }

  private SqlConnection keep(SqlConnection fresh) {
    connection = fresh;
    fresh.exceptionHandler(
        trouble -> LOG.atInfo().setCause(trouble).log("a lane lost its connection"));
    fresh.closeHandler(
        closed -> {
          if (connection == fresh) {
            connection = null;
          }
        });
    return fresh;
  }

  private static boolean again(Throwable failed) {
    return failed instanceof Planner.OutdatedView
        || (failed instanceof PgException refused && AGAIN.contains(refused.getSqlState()));
  }

  /** Other IDs, where one that was drawn here turned out to be taken. */
  private List<InboundMessage> redrawn(List<InboundMessage> messages, Throwable failed) {
    return failed instanceof PgException refused && DRAWN_IDS.contains(refused.getConstraint())
        ? messages.stream().map(this::redrawn).toList()
        : messages;
  }

  private InboundMessage redrawn(InboundMessage message) {
    InboundMessage.Ids ids =
        new InboundMessage.Ids(
            TicketId.random(random), message.ids().message(), VisitorId.random(random));
    return new InboundMessage(
        message.origin(),
        ids,
        message.sender(),
        message.content(),
        message.threading(),
        message.handling());
  }
}
