package io.omnigate.gateway.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.ReadGate;
import io.omnigate.channels.socket.Wire;
import io.omnigate.core.CoreBus;
import io.omnigate.core.conversation.Activities;
import io.omnigate.core.conversation.Activity;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.gateway.api.Authenticator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The live queue of this node: who is connected, what they subscribed to, and the groups that feed
 * them. Sockets live on every event loop; what they share is touched on this verticle's context
 * only, to which each method that a socket calls goes over by itself. Deploy one instance.
 *
 * <p>A signal on {@link CoreBus#CHANGED} makes the groups read again; once a second they read again
 * without one, which heals what no signal told.
 */
public final class LiveHub extends VerticleBase {
  private static final int MAX_SOCKETS = 10_000;
  private static final int MAX_READS = 4;
  private static final int MAX_TEXTS = 8192;
  private static final long SWEEP_MILLIS = 1000;
  private static final long GOODBYE_MILLIS = 4000;

  private final TicketReader reader;
  private final Activities activities;
  private final RandomGenerator random;
  private final LiveMeters meters;
  private final ServerFrames frames = new ServerFrames(new TicketTexts(MAX_TEXTS));
  private final Presence presence = new Presence();
  private final Set<Outlet> outlets = new LinkedHashSet<>();
  private final AtomicInteger sockets = new AtomicInteger();
  private final LiveGroups groups = new LiveGroups(this::group);
  private @Nullable ReadGate gate;
  private volatile boolean open;

  /**
   * A hub to be deployed.
   *
   * @param activities where it is told that agents are writing
   * @param random makes the epochs; need not be secure
   */
  public LiveHub(
      TicketReader reader, Activities activities, RandomGenerator random, MeterRegistry registry) {
    this.reader = reader;
    this.activities = activities;
    this.random = random;
    this.meters = new LiveMeters(registry);
  }

  @Override
  public Future<?> start() {
    gate = new ReadGate(context, MAX_READS);
    vertx
        .eventBus()
        .<CoreBus.Changed>localConsumer(
            CoreBus.CHANGED, signal -> groups.changed(signal.body().committedAtNanos()));
    vertx
        .eventBus()
        .<Activity>localConsumer(CoreBus.ACTIVITY, message -> customerActs(message.body()));
    vertx
        .eventBus()
        .<String>localConsumer(
            Authenticator.SESSION_ENDED, message -> sessionEnded(message.body()));
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    open = true;
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return close();
  }

  /**
   * Takes no more sockets and tells those that are there to connect again, here after a restart or
   * to another node. Completes once they are gone, in a few seconds at most.
   */
  public Future<Void> close() {
    open = false;
    Promise<Void> closed = Promise.promise();
    run(
        () -> {
          groups.clear();
          long deadline = vertx.setTimer(GOODBYE_MILLIS, timer -> closed.tryComplete());
          Future.join(goodbyes())
              .onComplete(
                  (gone, cause) -> {
                    vertx.cancelTimer(deadline);
                    closed.tryComplete();
                  });
        });
    return closed.future();
  }

  /** Whether another socket may be opened; {@link #release} is due for each one let in. */
  boolean admit() {
    if (!open) {
      return false;
    }
    boolean room = sockets.incrementAndGet() <= MAX_SOCKETS;
    if (!room) {
      sockets.decrementAndGet();
    }
    return room;
  }

  /** A socket that was let in is gone. */
  void release() {
    sockets.decrementAndGet();
  }

  /** A client who is known now. */
  Outlet connect(Wire wire, Session session) {
    Outlet outlet = new Outlet(wire, session, context, meters, System::nanoTime);
    run(
        () -> {
          outlets.add(outlet);
          if (!open) {
            outlet.close(CloseCode.RESTART, "restarting; connect again and resume");
          }
        });
    return outlet;
  }

  /** A client who is gone. */
  void disconnect(Outlet outlet) {
    run(
        () -> {
          outlet.subscriptions().forEach(subscription -> leave(outlet, subscription.id()));
          presence.view(outlet, null);
          outlets.remove(outlet);
        });
  }

  /** Begins a subscription, in place of the one of the same id. */
  void subscribe(Outlet outlet, ClientFrame.Subscribe frame) {
    run(
        () -> {
          leave(outlet, frame.id());
          try {
            join(outlet, frame);
          } catch (Failure failure) {
            outlet.send(ServerFrames.error(new JsonObject().put("id", frame.id()), failure));
          }
        });
  }

  /** Ends a subscription. */
  void unsubscribe(Outlet outlet, String id) {
    run(() -> leave(outlet, id));
  }

  /** Notes which ticket a client looks at. */
  void view(Outlet outlet, ClientFrame.Viewing frame) {
    run(() -> presence.view(outlet, frame.ticket()));
  }

  /** Tells a ticket's customer that an agent is writing; not oftener than once a second. */
  void typing(Outlet outlet, ClientFrame.Typing frame) {
    run(
        () -> {
          if (outlet.mayTellOfTyping()) {
            activities.tell(
                new Activity(frame.ticket(), Activity.Sort.AGENT_TYPES, outlet.agent().name()));
          }
        });
  }

  /** Answers {@code next}; no ticket where none is eligible. */
  void answer(Outlet outlet, @Nullable Ticket next, @Nullable String ref) {
    run(() -> outlet.send(frames.next(next, ref)));
  }

  /** Tells a client that the hub is there. */
  void pong(Outlet outlet) {
    run(() -> outlet.send(ServerFrames.PONG));
  }

  /**
   * Tells a client what was wrong with a frame.
   *
   * @param echo the frame's {@code id} and {@code ref}, where it had any
   */
  void refuse(Outlet outlet, JsonObject echo, Failure failure) {
    run(() -> outlet.send(ServerFrames.error(echo, failure)));
  }

  /** Closes a client's socket after what was sent to it so far. */
  void close(Outlet outlet, CloseCode code, String reason) {
    run(() -> outlet.close(code, reason));
  }

  private void customerActs(Activity activity) {
    switch (activity.sort()) {
      case VISITOR_TYPES -> presence.customer(activity.ticket(), "typing");
      case VISITOR_SAW -> presence.customer(activity.ticket(), "seen");
      case AGENT_TYPES -> {
        // Told to the customer, by whoever has them.
      }
    }
  }

  private void join(Outlet outlet, ClientFrame.Subscribe frame) {
    if (!outlet.roomForSubscription()) {
      throw new Failure(
          Failure.Kind.TOO_MANY,
          "too-many-subscriptions",
          "A socket can have " + Outlet.MAX_SUBSCRIPTIONS + " subscriptions; end one first.");
    }
    LiveGroup group = groups.of(frame.filter(), frame.limit());
    Subscription subscription = new Subscription(frame.id(), outlet, group, frame.resume());
    outlet.add(subscription);
    group.join(subscription);
  }

  private void leave(Outlet outlet, String id) {
    Subscription subscription = outlet.remove(id);
    if (subscription != null) {
      subscription.group().leave(subscription);
    }
  }

  private LiveGroup group(LiveGroup.Key key) {
    if (gate == null) {
      throw new IllegalStateException("not deployed");
    }
    String epoch = HexFormat.of().toHexDigits(random.nextLong());
    return new LiveGroup(key, epoch, reader, frames, gate, vertx);
  }

  private void sweep() {
    groups.changed(0);
    groups.forgetAbandoned();
    outlets.forEach(Outlet::closeIfTooSlow);
  }

  private void sessionEnded(String tokenHash) {
    outlets.stream()
        .filter(outlet -> outlet.tokenHash().equals(tokenHash))
        .forEach(outlet -> outlet.close(CloseCode.UNAUTHENTICATED, "the session has ended"));
  }

  private List<Future<Void>> goodbyes() {
    return outlets.stream()
        .map(outlet -> outlet.close(CloseCode.RESTART, "restarting; connect again and resume"))
        .toList();
  }

  private void run(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }
}
