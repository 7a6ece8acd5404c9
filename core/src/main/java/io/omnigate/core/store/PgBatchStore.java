package io.omnigate.core.store;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.BatchPlan;
import io.omnigate.core.intake.BatchPlan.StatusChange;
import io.omnigate.core.intake.BatchStore;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.Planner;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
  private static final long BATCH_MILLIS = 6_000;
  private static final Set<String> DRAWN_IDS = Set.of("ticket_pkey", "contact_visitor_key");

  /** What a message that begins its conversation was taken to be the first to have. */
  private static final Set<String> BEGUN = Set.of("identity_pkey", "conversation_pkey");

  /**
   * A key taken meanwhile, a file a purge dropped meanwhile, a serialization failure, a deadlock.
   */
  private static final Set<String> AGAIN = Set.of("23505", "23503", "40001", "40P01");

  /** A serialization failure, a deadlock. */
  private static final Set<String> LOST = Set.of("40001", "40P01");

  /**
   * The lane's statements look up a few keys each. Planned while tables are still empty they would
   * scan, and stay so when the tables have grown.
   */
  private static final String SETTINGS =
      "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET enable_bitmapscan = off; SET jit = off;"
          // With those off a plan made for given values is never better than the one for any.
          + " SET plan_cache_mode = force_generic_plan";

  private final Vertx vertx;
  private final Database database;
  private final Planner planner;
  private final RandomGenerator random;
  private final ChangeSignal signal;
  private final TransitionMeters transitions;
  private @Nullable SqlConnection connection;
  private boolean ended = true;

  /** A store for one lane, which calls it on one context and is answered there. */
  public PgBatchStore(
      Vertx vertx,
      Database database,
      Planner planner,
      RandomGenerator random,
      ChangeSignal signal,
      TransitionMeters transitions) {
    this.vertx = vertx;
    this.database = database;
    this.planner = planner;
    this.random = random;
    this.signal = signal;
    this.transitions = transitions;
  }

  @Override
  public Future<List<Result>> commit(List<InboundMessage> messages) {
    return attempt(messages, ATTEMPTS)
        .recover(failed -> Future.failedFuture(lost(failed) ? busy() : Database.translate(failed)));
  }

  @Override
  public Future<Receipt> quarantine(InboundMessage message, String reason) {
    InboundMessage.Origin origin = message.origin();
    Tuple row =
        Tuple.of(
            origin.channel(),
            origin.key(),
            Times.of(origin.receivedAt()),
            origin.raw().held(),
            message.ids().message(),
            origin.raw().sentAhead(),
            reason.replace("\0", ""));
    return bounded(
            () ->
                connected()
                    .compose(on -> on.preparedQuery(SQL.get("insert-quarantined")).execute(row))
                    .compose(kept -> kept.rowCount() == 1 ? quarantined(message) : known(message)))
        .recover(failed -> undo(failed).compose(undone -> Future.failedFuture(failed)))
        .recover(failed -> Future.failedFuture(Database.translate(failed)));
  }

  private static Future<Receipt> quarantined(InboundMessage message) {
    return Future.succeededFuture(
        new Receipt(null, message.ids().message(), null, null, false, false));
  }

  /** What another node, or an earlier try of this one, made of the message meanwhile. */
  private Future<Receipt> known(InboundMessage message) {
    InboundMessage.Origin origin = message.origin();
    Tuple keys =
        Tuple.from(new Object[] {new String[] {origin.channel()}, new String[] {origin.key()}});
    return connected()
        .compose(on -> on.preparedQuery(SQL.get("read-known")).execute(keys))
        .map(rows -> BatchReader.receipt(rows.iterator().next()))
        .map(first -> first.message().equals(message.ids().message()) ? first : first.again());
  }

  @Override
  public Future<Void> close() {
    SqlConnection open = connection;
    connection = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private Future<List<Result>> attempt(List<InboundMessage> messages, int left) {
    return bounded(() -> connected().compose(on -> transaction(on, messages)))
        .recover(
            failed ->
                undo(failed)
                    .compose(
                        undone ->
                            left > 1 && again(failed)
                                ? attempt(mended(messages, failed), left - 1)
                                : Future.failedFuture(failed)));
  }

  private Future<List<Result>> transaction(SqlConnection on, List<InboundMessage> messages) {
    ended = false;
    return BatchReader.read(on, messages)
        .map(view -> planner.plan(messages, view))
        .compose(plan -> finish(on, plan).map(done -> plan.results()));
  }

  private Future<Void> finish(SqlConnection on, BatchPlan plan) {
    if (plan.isEmpty()) {
      return on.query("ROLLBACK").execute().mapEmpty();
    }
    Future<Void> written = BatchWriter.write(on, plan);
    ended = true; // its COMMIT is on its way, and undoes the batch where a statement failed
    return written.onSuccess(done -> committed(plan));
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
    if (ended) {
      return Future.succeededFuture();
    }
    return bounded(() -> on.query("ROLLBACK").execute())
        .<Void>mapEmpty()
        .recover(
            stuck -> {
              connection = null;
              on.close();
              return Future.succeededFuture();
            });
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

  /**
   * Fails when {@code work} takes too long. By a timer of the lane's own context, so that whatever
   * follows happens there too: {@link Future#timeout} answers on a thread of its own where a future
   * belongs to no context.
   */
  private <T> Future<T> bounded(Supplier<Future<T>> work) {
    Promise<T> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            BATCH_MILLIS, late -> answer.tryFail(new TimeoutException("PostgreSQL is silent")));
    work.get()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              if (done.succeeded()) {
                answer.tryComplete(done.result());
              } else {
                answer.tryFail(done.cause());
              }
            });
    return answer.future();
  }

  /** Whether a batch only lost against others, time and again, and is itself in order. */
  private static boolean lost(Throwable failed) {
    return failed instanceof Planner.OutdatedView
        || (failed instanceof PgException refused && LOST.contains(refused.getSqlState()));
  }

  private static Failure busy() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "storage-busy",
        "Too many want the same at once. Send it again, unchanged, a little later.");
  }

  private static boolean again(Throwable failed) {
    return failed instanceof Planner.OutdatedView
        || (failed instanceof PgException refused && AGAIN.contains(refused.getSqlState()));
  }

  /**
   * Other IDs, where one that was drawn here turned out to be taken; a look at what is there, where
   * something was thought to be new and is not.
   */
  private List<InboundMessage> mended(List<InboundMessage> messages, Throwable failed) {
    String taken = failed instanceof PgException refused ? refused.getConstraint() : null;
    if (taken != null && DRAWN_IDS.contains(taken)) {
      return messages.stream().map(this::redrawn).toList();
    }
    return taken != null && BEGUN.contains(taken)
        ? messages.stream().map(InboundMessage::lookedUp).toList()
        : messages;
  }

  private InboundMessage redrawn(InboundMessage message) {
    return message.with(
        new InboundMessage.Ids(
            TicketId.random(random), message.ids().message(), VisitorId.random(random)));
  }
}
