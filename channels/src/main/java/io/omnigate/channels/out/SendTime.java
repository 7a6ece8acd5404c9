package io.omnigate.channels.out;

import java.time.Duration;

/**
 * The time that one message has to be handed over in, from now on. All that is asked of a provider
 * for it ends within, however many calls it takes: what went on after it would reach the customer
 * beside what the agent was told of it, and beside the messages that follow.
 */
final class SendTime {
  /** Of this many shares of the whole, */
  private static final int SHARES = 12;

  /** the last is kept for the outcome to be recorded, */
  private static final int CALLS = 11;

  /** and in the last five no call begins any more that something can be left half done by. */
  private static final int BEGINNINGS = 7;

  private final long began = System.nanoTime();
  private final Duration whole;

  /**
   * The time begins now.
   *
   * @param whole by when the outcome is due
   */
  SendTime(Duration whole) {
    this.whole = whole;
  }

  /** How long a call may still take; negative where there is no time for one. */
  Duration forCalls() {
    return left(CALLS);
  }

  /** How long it may still take until the next call is begun; negative where it is too late. */
  Duration toBegin() {
    return left(BEGINNINGS);
  }

  private Duration left(int shares) {
    return whole.multipliedBy(shares).dividedBy(SHARES).minusNanos(System.nanoTime() - began);
  }
}
