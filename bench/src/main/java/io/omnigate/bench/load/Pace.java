package io.omnigate.bench.load;

/** When the next message is sent. All calls happen on the driver's loop. */
sealed interface Pace permits ClosedPace, OpenPace {
  /** Begins sending. */
  void begin();

  /** A connection has nothing to do. */
  void free(Connection connection);

  /** Sends nothing more. */
  void end();

  /**
   * Messages that were due and found no free connection by now. Their waits so far are added to
   * {@code tally}: leaving them out would make a stall look short.
   */
  long unsent(Tally tally, long now);
}
