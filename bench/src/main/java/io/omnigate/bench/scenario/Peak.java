package io.omnigate.bench.scenario;

import io.omnigate.bench.load.Traffic;
import io.omnigate.bench.yardstick.Ruler;
import java.time.Duration;

/** As many contacts as can be had over 256 connections, closed loop. */
final class Peak {
  /** Connections of every peak. */
  static final int CONNECTIONS = 256;

  private Peak() {}

  /**
   * One window after warming up.
   *
   * @param fill load before the ANALYZE
   */
  static Sample measure(Stage stage, Traffic traffic, Duration fill) throws Exception {
    try (CheckedLoad load = CheckedLoad.closed(stage, CONNECTIONS, traffic)) {
      return load.warm(fill).measure(stage.windows().measure());
    }
  }

  /**
   * The same between two measurements of the yardstick. Puts {@code <name>PerSecond}, {@code
   * <name>OverSingle} and {@code <name>OverBatch} into the findings.
   */
  static Sample held(Stage stage, String name, Traffic traffic, Duration fill) throws Exception {
    Ruler.Held<Sample> held = stage.ruler().hold(() -> measure(stage, traffic, fill));
    double rate = held.measured().tally().rate();
    stage.findings().put(name + "PerSecond", rate);
    stage.findings().put(name + "OverSingle", rate / held.rates().single());
    stage.findings().put(name + "OverBatch", rate / held.rates().batch());
    stage.findings().put(name + "YardstickSingle", held.rates().single());
    stage.findings().put(name + "YardstickBatch", held.rates().batch());
    return held.measured();
  }
}
