package io.omnigate.bench.agents;

import io.omnigate.bench.load.Faults;
import java.net.InetSocketAddress;
import org.HdrHistogram.Histogram;

/** How long an agent who comes to the queue waits for its first 50 tickets. */
public final class Snapshots {
  private static final int DIGITS = 3;

  /** Not counted: the first ones wait for code to be loaded and compiled on both sides. */
  private static final int FIRST = 100;

  /**
   * A view that was read a moment ago is not read again at once: that is for those who watch it.
   */
  private static final long PAUSE_MILLIS = 50;

  private Snapshots() {}

  /**
   * One agent after the other opens a socket; the time in milliseconds, from the upgrade to the
   * snapshot, that 99 percent kept. Each agent is alone: no snapshot is another one's.
   */
  public static double p99Ms(InetSocketAddress address, String token, int times, Faults faults)
      throws InterruptedException {
    Histogram waits = new Histogram(DIGITS);
    for (int i = 0; i < FIRST + times; i++) {
      long from = System.nanoTime();
      try (AgentSockets alone = AgentSockets.subscribed(address, 1, token, faults)) {
        if (i >= FIRST) {
          waits.recordValue(alone.firstAnswerNanos() - from);
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return waits.getValueAtPercentile(99) / 1e6;
  }
}
