package io.omnigate.core.store;

import io.omnigate.core.CoreBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgChannel;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the live views, here and on every other node, that tickets changed. Here at once, over the
 * local event bus; to others by a NOTIFY, one for all changes of {@link #QUIET_MILLIS}, outside any
 * business transaction. A note that is lost does no harm: what changed is read from the database,
 * and a sweep finds what no note told.
 *
 * <p>Safe to call from any thread.
 */
public final class ChangeSignal {
  /** The PostgreSQL channel; a note carries its sender's node id. */
  static final String CHANNEL = "omnigate_changed";

  private static final Logger LOG = LoggerFactory.getLogger(ChangeSignal.class);
  private static final String NOTIFY = Sql.of("database.sql").get("notify-changed");
  private static final long QUIET_MILLIS = 20;
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 2_000;
  private static final int MOST_DOUBLINGS = 10;
  private static final DeliveryOptions LOCALLY =
      new DeliveryOptions().setLocalOnly(true).setCodecName(CoreBus.BY_REFERENCE);

  /** Where the notes to other nodes stand. */
  private enum State {
    /** Nothing to tell, nothing told just now. */
    IDLE,
    /** Told just now; the next note has to wait. */
    QUIET,
    /** Something to tell, as soon as the quiet is over. */
    WAITING
  }

  private final Vertx vertx;
  private final Database database;
  private final String node;
  private final PgSubscriber subscriber;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /**
   * A signal for this node.
   *
   * @param node this node's id; differs from every other's on the same database
   */
  public ChangeSignal(Vertx vertx, Database database, String node) {
    this.vertx = vertx;
    this.database = database;
    this.node = node;
    this.subscriber =
        PgSubscriber.subscriber(vertx, database.options())
            .reconnectPolicy(ChangeSignal::retryMillis);
    subscriber.channel(CHANNEL).subscribeHandler(again -> listening()).handler(this::hear);
  }

  /** Another channel on the same connection; to be asked for before the start. */
  PgChannel channel(String name) {
    return subscriber.channel(name);
  }

  /** This node's id. */
  String node() {
    return node;
  }

  /** Begins to listen to other nodes; goes on by itself when the connection breaks. */
  public Future<Void> start() {
    return subscriber.connect();
  }

  /** Tickets changed, and the change is committed. */
  public void changed() {
    publish();
    if (state.getAndSet(State.WAITING) == State.IDLE) {
      tellOthers();
    }
  }

  /** Stops listening. */
  public Future<Void> close() {
    return subscriber.close();
  }

  private void tellOthers() {
    state.set(State.QUIET); // before the note leaves: a change from here on needs another one
    database
        .pool()
        .preparedQuery(NOTIFY)
        .execute(Tuple.of(node))
        .onFailure(
            cause -> LOG.atDebug().setCause(cause).log("other nodes were not told of a change"));
    vertx.setTimer(
        QUIET_MILLIS,
        over -> {
          if (!state.compareAndSet(State.QUIET, State.IDLE)) {
            tellOthers();
          }
        });
  }

  /** Whatever was told while the listener was away is made good by one signal. */
  private void listening() {
    PgConnection connection = subscriber.actualConnection();
    if (connection != null) {
      connection.exceptionHandler(
          cause -> LOG.atInfo().addKeyValue("cause", cause.getMessage()).log("listener cut off"));
    }
    publish();
  }

  private void hear(String sender) {
    if (!sender.equals(node)) {
      publish();
    }
  }

  private void publish() {
    vertx.eventBus().publish(CoreBus.CHANGED, new CoreBus.Changed(System.nanoTime()), LOCALLY);
  }

  private static long retryMillis(int retries) {
    return Math.min(FIRST_RETRY_MILLIS << Math.min(retries, MOST_DOUBLINGS), LONGEST_RETRY_MILLIS);
  }
}
