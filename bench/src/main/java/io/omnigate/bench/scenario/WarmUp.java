package io.omnigate.bench.scenario;

import io.omnigate.bench.traffic.ChatTraffic;

/**
 * Load before anything is measured: on fresh tables PostgreSQL plans for empty ones, and a fresh
 * JVM interprets.
 */
public final class WarmUp {
  private WarmUp() {}

  /** Warms up the stage's gateway and tells the planner what is in its tables. */
  public static void run(Stage stage) throws Exception {
    ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
    try (CheckedLoad load = CheckedLoad.closed(stage, Peak.CONNECTIONS, traffic)) {
      load.warm(stage.windows().warm());
    }
  }
}
