package io.omnigate.channels.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of request bodies are held in memory, over all event loops, from their first byte
 * to their answer; a body that is worth more memory than its bytes counts more than once. Over the
 * bound a request is refused rather than the process put at risk.
 */
public final class BytesInFlight {
  private final long bound;
  private final AtomicLong held = new AtomicLong();

  /**
   * Nothing held yet.
   *
   * @param bound in bytes
   */
  public BytesInFlight(long bound) {
    this.bound = bound;
  }

  /** Holds {@code bytes} more; false, and nothing held, where that would pass the bound. */
  public boolean tryHold(long bytes) {
    if (held.addAndGet(bytes) <= bound) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** Whether {@code bytes} more could be held just now. */
  boolean fits(long bytes) {
    return held.get() + bytes <= bound;
  }

  /** Lets go of what {@link #tryHold} held. */
  public void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** The bytes held just now. */
  public long held() {
    return held.get();
  }
}
