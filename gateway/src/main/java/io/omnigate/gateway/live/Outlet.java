package io.omnigate.gateway.live;

import io.omnigate.channels.socket.CloseCode;
import io.omnigate.channels.socket.Wire;
import io.omnigate.core.agent.Agent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hub's half of a client's socket: what the client subscribed to, and how much it has yet to
 * take. While that is over a bound nothing more is queued for it, and its frames are not read; once
 * it has caught up each subscription gets one merged delta. A client that is owed too much, or
 * takes nothing for too long, is closed. To be used from the hub's context only; what was written
 * is noted on the socket's own, so that a frame to hundreds of sockets is not followed by as many
 * tasks here.
 */
final class Outlet {
  /** How many subscriptions a socket can have. */
  static final int MAX_SUBSCRIPTIONS = 16;

  private static final long FULL = 128 * 1024;
  private static final long DRAINED = FULL / 2;
  private static final long MAX_OWED = 1024 * 1024;
  private static final long MAX_STALL_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long TYPING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NO_COMMIT = 0;

  private final Wire wire;
  private final Session session;
  private final Context hub;
  private final LiveMeters meters;
  private final LongSupplier nanos;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<String, String> kept = new LinkedHashMap<>();
  private final AtomicLong inFlight = new AtomicLong();
  private volatile long lastTakenNanos;
  private volatile boolean full;
  private long typedNanos;
  private boolean closed;

  /**
   * The hub's half of {@code wire}.
   *
   * @param hub on which to learn that frames are written
   * @param nanos a clock as {@link System#nanoTime}
   */
  Outlet(Wire wire, Session session, Context hub, LiveMeters meters, LongSupplier nanos) {
    this.wire = wire;
    this.session = session;
    this.hub = hub;
    this.meters = meters;
    this.nanos = nanos;
    this.typedNanos = nanos.getAsLong() - TYPING_NANOS;
  }

  /** Whose it is. */
  Agent agent() {
    return session.agent();
  }

  /** Under what the end of its session is announced. */
  String tokenHash() {
    return session.tokenHash();
  }

  /** Whether nothing more is to be queued for now. */
  boolean full() {
    return full || closed;
  }

  /** Sends an answer, for which there is always room: reading stops while there is none. */
  void send(String frame) {
    send(frame, NO_COMMIT);
  }

  /**
   * Sends a frame.
   *
   * @param commitNanos when the commit it tells of was known; 0 where that is not known
   */
  void send(String frame, long commitNanos) {
    if (closed) {
      return;
    }
    long before = inFlight.getAndAdd(frame.length());
    if (before == 0) {
      lastTakenNanos = nanos.getAsLong();
    }
    if (!full && before + frame.length() >= FULL) {
      full = true; // before the write, whose end looks at it
      wire.hold(true);
    }
    wire.write(frame)
        .onComplete(
            (done, cause) -> {
              if (cause == null) {
                taken(frame.length(), commitNanos);
              }
            });
  }

  /**
   * Sends a frame of which only the latest matters: while there is no room it is kept, and a later
   * one under the same {@code key} takes its place.
   */
  void sendLatest(String key, String frame) {
    if (full) {
      kept.put(key, frame);
    } else {
      send(frame);
    }
  }

  /** Forgets what {@link #sendLatest} kept under {@code key}. */
  void forget(String key) {
    kept.remove(key);
  }

  /** Whether the client's typing is to be told now; asking counts as having told. */
  boolean mayTellOfTyping() {
    long now = nanos.getAsLong();
    boolean may = now - typedNanos >= TYPING_NANOS;
    if (may) {
      typedNanos = now;
    }
    return may;
  }

  /** The subscription with the given id. */
  @Nullable Subscription subscription(String id) {
    return subscriptions.get(id);
  }

  /** Whether there is room for another subscription. */
  boolean roomForSubscription() {
    return subscriptions.size() < MAX_SUBSCRIPTIONS;
  }

  /** Adds a subscription. */
  void add(Subscription subscription) {
    subscriptions.put(subscription.id(), subscription);
    meters.subscribed();
  }

  /** Takes a subscription away. */
  @Nullable Subscription remove(String id) {
    Subscription removed = subscriptions.remove(id);
    if (removed != null) {
      meters.unsubscribed();
    }
    return removed;
  }

  /** The subscriptions, in the order in which they came. */
  Collection<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  /** Closes the client where it is owed more than the bound or has taken nothing for too long. */
  void closeIfTooSlow() {
    long owed = subscriptions.values().stream().mapToLong(Subscription::owed).sum();
    boolean stalled = full && nanos.getAsLong() - lastTakenNanos > MAX_STALL_NANOS;
    if (!closed && (owed > MAX_OWED || stalled)) {
      close(CloseCode.TRY_AGAIN, "reads too slowly; connect again and resume");
    }
  }

  /** Closes the client's socket, to which nothing is sent any more; completes once it is gone. */
  Future<Void> close(CloseCode code, String reason) {
    closed = true;
    kept.clear();
    return wire.close(code, reason);
  }

  /** On the socket's context. */
  private void taken(long size, long commitNanos) {
    lastTakenNanos = nanos.getAsLong();
    if (commitNanos != NO_COMMIT) {
      meters.written(commitNanos);
    }
    if (inFlight.addAndGet(-size) <= DRAINED && full) {
      hub.runOnContext(nothing -> drained());
    }
  }

  private void drained() {
    if (full && inFlight.get() <= DRAINED) {
      full = false;
      wire.hold(false);
      catchUp();
    }
  }

  private void catchUp() {
    List<String> frames = List.copyOf(kept.values());
    kept.clear();
    frames.forEach(this::send);
    subscriptions().forEach(subscription -> subscription.catchUp(NO_COMMIT));
  }
}
