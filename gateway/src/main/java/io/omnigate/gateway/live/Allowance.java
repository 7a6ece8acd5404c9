package io.omnigate.gateway.live;

import java.util.function.LongSupplier;

/**
 * How often something may be done out of turn: a few times in a row, then as fast as the allowance
 * grows again. To be used from one context only.
 */
final class Allowance {
  private final int most;
  private final long growNanos;
  private final LongSupplier nanos;
  private int left;
  private long grownAt;

  /**
   * A full allowance.
   *
   * @param most how many times in a row
   * @param growNanos after how long it grows by one
   * @param nanos a clock as {@link System#nanoTime}
   */
  Allowance(int most, long growNanos, LongSupplier nanos) {
    this.most = most;
    this.growNanos = growNanos;
    this.nanos = nanos;
    this.left = most;
    this.grownAt = nanos.getAsLong();
  }

  /** Uses it once, if anything is left of it. */
  boolean use() {
    long now = nanos.getAsLong();
    long grown = (now - grownAt) / growNanos;
    if (grown > 0) {
      left = (int) Math.min(most, left + grown);
      grownAt += grown * growNanos;
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
