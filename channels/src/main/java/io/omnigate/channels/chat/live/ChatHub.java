package io.omnigate.channels.chat.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.ReadGate;
import io.omnigate.channels.socket.Refresh;
import io.omnigate.channels.socket.Wire;
import io.omnigate.core.CoreBus;
import io.omnigate.core.conversation.Activities;
import io.omnigate.core.conversation.Activity;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Had;
import io.omnigate.core.conversation.Conversations.Head;
import io.omnigate.core.conversation.Conversations.Page;
import io.omnigate.core.conversation.Conversations.Standing;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The visitors of the web chat on this node, and the conversations they have open. Sockets live on
 * every event loop; what they share is touched on this verticle's context only, to which each
 * method that a socket calls goes over by itself. Deploy one instance.
 *
 * <p>Whenever tickets may have changed, here or on another node, one read tells which of all open
 * conversations moved, and those alone are read. Every two seconds that happens without a signal,
 * which heals what no signal told.
 */
public final class ChatHub extends VerticleBase {
  private static final int MAX_READS = 4;
  private static final long SWEEP_MILLIS = 2_000;
  private static final long GOODBYE_MILLIS = 4_000;

  /** Never more than a tenth of the time, however many conversations are open. */
  private static final Refresh.Pace PACE = new Refresh.Pace(TimeUnit.MILLISECONDS.toNanos(15), 10);

  private final Conversations conversations;
  private final Activities activities;
  private final Map<Conversations.Key, Watch> watches = new HashMap<>();
  private final Set<Visitor> visitors = new LinkedHashSet<>();
  private final Seats seats = new Seats();
  private @Nullable ReadGate gate;
  private @Nullable Refresh<List<Head>> moves;
  private volatile boolean open;

  /** A hub to be deployed. */
  public ChatHub(Conversations conversations, Activities activities, MeterRegistry registry) {
    this.conversations = conversations;
    this.activities = activities;
    Gauge.builder("omnigate.chat.sockets", seats, Seats::taken)
        .description("Open windows of the web chat")
        .register(registry);
  }

  @Override
  public Future<?> start() {
    ReadGate reads = new ReadGate(context, MAX_READS);
    Refresh<List<Head>> moved =
        new Refresh<>(vertx, PACE, () -> reads.pass(this::moved), this::moved, () -> {});
    gate = reads;
    moves = moved;
    vertx.eventBus().<CoreBus.Changed>localConsumer(CoreBus.CHANGED, signal -> moved.request());
    vertx
        .eventBus()
        .<Activity>localConsumer(CoreBus.ACTIVITY, message -> agentActs(message.body()));
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep(moved));
    open = true;
    return Future.succeededFuture();
  }

  /**
   * Takes no more sockets and tells those that are there to connect again, here after a restart or
   * to another node. Completes once they are gone, in a few seconds at most.
   */
  @Override
  public Future<?> stop() {
    open = false;
    Promise<Void> closed = Promise.promise();
    long deadline = vertx.setTimer(GOODBYE_MILLIS, timer -> closed.tryComplete());
    List<Future<Void>> goodbyes = visitors.stream().map(ChatHub::goodbye).toList();
    Future.join(goodbyes)
        .onComplete(
            (gone, cause) -> {
              vertx.cancelTimer(deadline);
              closed.tryComplete();
            });
    return closed.future();
  }

  /**
   * Lets another socket in; {@link #release} is due for it.
   *
   * @param network by which its visitor is counted
   * @param most how many sockets of that network there may be
   * @throws Failure {@code UNAVAILABLE} while restarting or with no room for anybody, {@code
   *     TOO_MANY} where that network has its share
   */
  void admit(String network, int most) {
    if (!open) {
      throw new Failure(
          Failure.Kind.UNAVAILABLE, "restarting", "restarting; try again a little later");
    }
    seats.take(network, most);
  }

  /** A socket that was let in is gone. */
  void release(String network) {
    seats.leave(network);
  }

  /** A visitor whose conversation is not known yet. */
  Visitor connect(Wire wire, GatewayFrames frames) {
    Visitor visitor = new Visitor(wire, frames, context, this::read, System::nanoTime);
    run(
        () -> {
          visitors.add(visitor);
          if (!open) {
            goodbye(visitor);
          }
        });
    return visitor;
  }

  /** A visitor who is gone. */
  void disconnect(Visitor visitor) {
    run(
        () -> {
          visitor.gone();
          leave(visitor);
          visitors.remove(visitor);
        });
  }

  /**
   * Opens a conversation and sends {@code opened}. Fails with a {@link Failure} where it cannot be
   * read now, or has too many windows already.
   *
   * @param session the token that it was proven by
   * @param had what the window has of it; null for nothing
   */
  Future<Void> open(Visitor visitor, Conversations.Key key, String session, @Nullable Had had) {
    return on(() -> visitor.open(join(visitor, key), session, had));
  }

  /** The visitor's first message has begun a conversation, whose token is {@code session}. */
  Future<Void> follow(Visitor visitor, Conversations.Key key, String session) {
    return on(
        () -> {
          visitor.follow(join(visitor, key), session);
          return Future.succeededFuture();
        });
  }

  /** Sends what was said before a place. */
  Future<Void> older(Visitor visitor, long before) {
    return on(() -> visitor.older(before));
  }

  /** Tells agents who have the visitor's ticket on the screen what the visitor does. */
  void tell(Visitor visitor, Activity.Sort sort) {
    run(
        () -> {
          Watch watch = visitor.watch();
          Standing standing = watch == null ? null : watch.standing();
          if (standing != null) {
            activities.tell(new Activity(standing.ticket(), sort, ""));
          }
        });
  }

  /** Closes a visitor's socket after what was sent to it so far. */
  void close(Visitor visitor, CloseCode code, String reason) {
    run(() -> visitor.close(code, reason));
  }

  private Watch join(Visitor visitor, Conversations.Key key) {
    leave(visitor);
    Watch watch = watches.computeIfAbsent(key, Watch::new);
    if (!watch.add(visitor)) {
      throw new Failure(
          Failure.Kind.TOO_MANY,
          "too-many-windows",
          "this conversation is open in " + Watch.MAX_WINDOWS + " windows already; close one");
    }
    return watch;
  }

  private void leave(Visitor visitor) {
    Watch before = visitor.watch();
    if (before != null && before.remove(visitor)) {
      watches.remove(before.key(), before);
    }
  }

  private Future<Page> read(Visitor.Read read) {
    return Objects.requireNonNull(gate).pass(() -> read.from(conversations));
  }

  private Future<List<Head>> moved() {
    return watches.isEmpty()
        ? Future.succeededFuture(List.of())
        : conversations.moved(watches.values().stream().map(Watch::head).toList());
  }

  private void moved(List<Head> heads) {
    for (Head head : heads) {
      Watch watch = watches.get(head.key());
      if (watch != null) {
        watch.moved(head.standing());
      }
    }
  }

  private void agentActs(Activity activity) {
    if (activity.sort() != Activity.Sort.AGENT_TYPES) {
      return;
    }
    String frame = GatewayFrames.typing(activity.name());
    for (Watch watch : watches.values()) {
      Standing standing = watch.standing();
      if (standing != null && standing.ticket().equals(activity.ticket())) {
        watch.windows().forEach(window -> window.sendIfIdle(frame));
      }
    }
  }

  private void sweep(Refresh<List<Head>> moved) {
    moved.request();
    visitors.forEach(Visitor::closeIfStalled);
  }

  private static Future<Void> goodbye(Visitor visitor) {
    return visitor.close(CloseCode.RESTART, "restarting; connect again");
  }

  private void run(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }

  private <T> Future<T> on(Supplier<Future<T>> task) {
    Promise<T> outcome = Promise.promise();
    run(() -> Future.succeededFuture().compose(nothing -> task.get()).onComplete(outcome));
    return outcome.future();
  }
}
