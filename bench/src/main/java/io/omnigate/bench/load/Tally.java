package io.omnigate.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What came of the messages whose answers arrived within one window of time. Latencies are in
 * nanoseconds, from when a message was due (open loop) or sent (closed loop) to its whole answer.
 */
public final class Tally {
  private static final int DIGITS = 3;

  private final Histogram accepted = new Histogram(DIGITS);
  private final Histogram refused = new Histogram(DIGITS);
  private final long from;
  private long nanos;
  private long unsent;

  /** A window that begins now. */
  Tally(long now) {
    this.from = now;
  }

  void accepted(long latency) {
    accepted.recordValue(Math.max(0, latency));
  }

  void refused(long latency) {
    refused.recordValue(Math.max(0, latency));
  }

  /** One that is due and could not be sent yet; it has no outcome, but it has waited so long. */
  void waiting(long latency) {
    accepted.recordValue(Math.max(0, latency));
    unsent++;
  }

  void end(long now) {
    nanos = now - from;
  }

  /** Messages accepted. */
  public long accepted() {
    return accepted.getTotalCount() - unsent;
  }

  /** Messages refused with 429 or 503. */
  public long refused() {
    return refused.getTotalCount();
  }

  /** Messages that were due and still waited for a free connection at the end. */
  public long unsent() {
    return unsent;
  }

  /** The window's length in seconds. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** Messages accepted in a second. */
  public double rate() {
    return accepted() / seconds();
  }

  /** The latency, in milliseconds, that {@code percentile} percent of the accepted ones kept. */
  public double acceptedMs(double percentile) {
    return accepted.getValueAtPercentile(percentile) / 1e6;
  }

  /** The same of the refused ones. */
  public double refusedMs(double percentile) {
    return refused.getValueAtPercentile(percentile) / 1e6;
  }
}
