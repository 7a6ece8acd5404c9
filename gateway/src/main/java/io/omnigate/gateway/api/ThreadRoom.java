package io.omnigate.gateway.api;

import io.omnigate.core.error.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory that threads may take, from before they are read to where their readers have taken
 * them. Who finds no room waits for it, first come, first served, for a while; over all event
 * loops.
 */
final class ThreadRoom {
  /**
   * What a thread counts while nobody knows how long it is, in bytes: a page of 4 MiB, with the
   * entry that makes it so, as rows and as text.
   */
  static final long PAGE = 8L * 1024 * 1024;

  private final Vertx vertx;
  private final long bound;
  private final int maxWaiting;
  private final Duration patience;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long held;

  /** A request that waits, and the context on which it goes on. */
  private record Waiting(Context context, Promise<Place> turn) {}

  /**
   * An empty room.
   *
   * @param bound in bytes; one thread is let in also where it is less than a page
   * @param maxWaiting how many requests wait at most
   * @param patience how long each waits at most
   */
  ThreadRoom(Vertx vertx, long bound, int maxWaiting, Duration patience) {
    this.vertx = vertx;
    this.bound = bound;
    this.maxWaiting = maxWaiting;
    this.patience = patience;
  }

  /** One thread's place in the room. */
  final class Place {
    private long size = PAGE;

    /** Takes {@code bytes} from now on, of which the thread's answer turned out to be. */
    void resize(long bytes) {
      change(this, bytes);
    }

    /** Takes nothing any longer; said again it changes nothing. */
    void leave() {
      change(this, 0);
    }
  }

  /** Room for a page; fails as {@code UNAVAILABLE} where it does not come in time. */
  Future<Place> enter() {
    Waiting request;
    synchronized (this) {
      if (waiting.isEmpty() && fits()) {
        held += PAGE;
        return Future.succeededFuture(new Place());
      }
      if (waiting.size() >= maxWaiting) {
        return Future.failedFuture(full());
      }
      request = new Waiting(vertx.getOrCreateContext(), Promise.promise());
      waiting.add(request);
    }
    long timer = vertx.setTimer(patience.toMillis(), late -> giveUp(request));
    return request.turn().future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void giveUp(Waiting request) {
    boolean waited;
    synchronized (this) {
      waited = waiting.remove(request);
    }
    if (waited) {
      request.turn().fail(full());
    }
  }

  private void change(Place place, long bytes) {
    List<Waiting> next = new ArrayList<>();
    synchronized (this) {
      held += bytes - place.size;
      place.size = bytes;
      while (!waiting.isEmpty() && fits()) {
        held += PAGE;
        next.add(waiting.remove());
      }
    }
    next.forEach(each -> each.context().runOnContext(turn -> each.turn().complete(new Place())));
  }

  private boolean fits() {
    return held == 0 || held + PAGE <= bound;
  }

  private static Failure full() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "too-many-threads",
        "too many long threads are read at once; try again in a moment");
  }
}
