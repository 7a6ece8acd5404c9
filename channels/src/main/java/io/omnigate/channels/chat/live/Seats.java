package io.omnigate.channels.chat.live;

import io.omnigate.core.error.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many windows of the chat are open on this node: so many in all, and so many of one network
 * address, so that no stranger takes everybody's. Every method may be called on any thread.
 */
final class Seats {
  private static final int MOST = 10_000;

  /** How long whoever found no seat is to wait, in seconds. */
  private static final int PAUSE = 10;

  private final Map<String, Integer> byNetwork = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * Takes a seat.
   *
   * @param most how many the network may have
   * @throws Failure {@code UNAVAILABLE} where there is none left, {@code TOO_MANY} where the
   *     network has as many as it may
   */
  void take(String network, int most) {
    if (taken.incrementAndGet() > MOST) {
      taken.decrementAndGet();
      throw full(Failure.Kind.UNAVAILABLE, "no-more-sockets", "as many windows are open as can be");
    }
    if (byNetwork.merge(network, 1, Integer::sum) > most) {
      leave(network);
      throw full(
          Failure.Kind.TOO_MANY,
          "too-many-sockets",
          "this address has " + most + " windows open; close one");
    }
  }

  /** Gives a seat back. */
  void leave(String network) {
    byNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    taken.decrementAndGet();
  }

  /** How many are taken. */
  int taken() {
    return taken.get();
  }

  private static Failure full(Failure.Kind kind, String code, String detail) {
    return new Failure(
        kind, code, detail + ", or try again in " + PAUSE + " s", Map.of("retryAfter", PAUSE));
  }
}
