package io.omnigate.channels.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What is still to come of the bodies on their way to the disk, over all event loops: who came
 * first is let finish. Without it bodies that begin together fill the room together, and all are
 * refused where most would have found some.
 *
 * <p>What is announced counts from the first bytes on, and only as long as the body keeps the pace
 * that has it whole in time: whoever announces much and sends little takes nobody's place. That is
 * asked after a moment only, for a connection begins with a few packets to each round trip (slow
 * start, RFC 5681 3.1).
 */
final class Expected {
  /** In which a connection over some hundred milliseconds finds its pace. */
  private static final Duration SLOW_START = Duration.ofSeconds(1);

  private final BytesInFlight onDisk;
  private final Duration deadline;
  private final LongSupplier nanos;
  private final Set<Announced> coming = ConcurrentHashMap.newKeySet();

  /** A body of which the first bytes are there. */
  final class Announced {
    private final long whole;
    private final long since;
    private volatile long arrived;

    private Announced(long whole, long arrived, long since) {
      this.whole = whole;
      this.arrived = arrived;
      this.since = since;
    }

    /** So many bytes of it are there. */
    void arrived(long bytes) {
      arrived = bytes;
    }

    private long missing(long now) {
      double due = (double) (now - since - SLOW_START.toNanos()) / deadline.toNanos();
      return (double) arrived / whole >= due ? whole - arrived : 0;
    }
  }

  /**
   * Nothing expected yet.
   *
   * @param deadline how long a body may take; the server refuses one that takes longer
   * @param nanos a monotonic clock, in nanoseconds
   */
  Expected(BytesInFlight onDisk, Duration deadline, LongSupplier nanos) {
    this.onDisk = onDisk;
    this.deadline = deadline;
    this.nanos = nanos;
  }

  /**
   * A body begins, which counts once it is let in.
   *
   * @param whole how many bytes it announces
   * @param arrived how many of them are there
   */
  Announced begun(long whole, long arrived) {
    return new Announced(whole, arrived, nanos.getAsLong());
  }

  /** Lets a body in for which there is room beside those that came before it. */
  synchronized boolean letIn(Announced body) {
    return leaves(body.whole) && coming.add(body);
  }

  /** Whether {@code bytes} more leave those that were let in their room. */
  boolean leaves(long bytes) {
    long now = nanos.getAsLong();
    long missing = coming.stream().mapToLong(body -> body.missing(now)).sum();
    return onDisk.fits((missing + bytes) * SpoolSpace.WEIGHT);
  }

  /** Nothing more comes of a body. */
  void over(Announced body) {
    coming.remove(body);
  }
}
