package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for its commit on this node, in all and from each channel. One channel may hold half
 * of the room and no more, so that a flood on one leaves the others theirs. Safe to ask from any
 * thread; entered and left on the intake's own.
 */
public final class IntakeLoad {
  private final IntakeLimits limits;
  private final Share all = new Share();
  private final ConcurrentMap<String, Share> channels = new ConcurrentHashMap<>();

  private static final class Share {
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private void add(int count, long size) {
      messages.addAndGet(count);
      bytes.addAndGet(size);
    }
  }

  /** Nothing waits yet. */
  public IntakeLoad(IntakeLimits limits) {
    this.limits = limits;
  }

  /** Why a message from {@code channel} that was refused was refused. */
  public static Failure full() {
    return new Failure(
        Failure.Kind.TOO_MANY,
        "intake-full",
        "More messages are waiting than this gateway holds. Send it again a little later.");
  }

  /** Whether a message from {@code channel} would find room now; others may be quicker. */
  public boolean hasRoom(String channel) {
    return fits(all, 0, 1) && fits(share(channel), 0, 2);
  }

  /** Messages that wait. */
  int messages() {
    return all.messages.get();
  }

  /** Takes room for a message, or answers false where there is none. */
  boolean enter(String channel, long bytes) {
    Share own = share(channel);
    if (!fits(all, bytes, 1) || !fits(own, bytes, 2)) {
      return false;
    }
    all.add(1, bytes);
    own.add(1, bytes);
    return true;
  }

  /** Gives the room of a message back. */
  void leave(String channel, long bytes) {
    all.add(-1, -bytes);
    share(channel).add(-1, -bytes);
  }

  /** Whoever holds nothing yet may always enter, however large the message is. */
  private boolean fits(Share share, long bytes, int part) {
    int held = share.messages.get();
    return held == 0
        || (held < Math.max(1, limits.pendingMessages() / part)
            && share.bytes.get() + bytes <= limits.pendingBytes() / part);
  }

  private Share share(String channel) {
    return channels.computeIfAbsent(channel, any -> new Share());
  }
}
