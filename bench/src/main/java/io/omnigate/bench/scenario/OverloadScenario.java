package io.omnigate.bench.scenario;

import io.omnigate.bench.load.OpenFiles;
import io.omnigate.bench.load.Tally;
import io.omnigate.bench.report.Curve;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.ChatTraffic;
import java.util.ArrayList;
import java.util.List;

/** Twice as much as can be taken: what is accepted then, how soon the rest hears no, and memory. */
final class OverloadScenario implements Scenario {
  private static final double MIB = 1 << 20;
  private static final double TIMES = 2;

  /** More than the gateway lets wait, for each that waits holds a connection. */
  private static final int CONNECTIONS = 12_000;

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public String what() {
    return "twice the peak offered, open loop over 12,000 connections";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atLeast("overloadOverPeak", 0.9),
        Goal.atMost("refusedP99Ms", 50),
        Goal.atMost("overloadMemoryGrowth", 1.1));
  }

  @Override
  public void run(Stage stage) throws Exception {
    Windows windows = stage.windows();
    ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
    double peak = Peak.measure(stage, traffic, windows.refill()).tally().rate();
    List<Double> memory = new ArrayList<>();
    int connections = OpenFiles.connections(CONNECTIONS);
    if (connections < CONNECTIONS) {
      stage.progress().accept("  the limit of open files allows " + connections + " connections");
    }
    Tally tally;
    try (CheckedLoad load = CheckedLoad.open(stage, connections, TIMES * peak, traffic, true)) {
      load.warm(windows.warm()); // refusals are code of their own
      tally =
          load.measure(windows.measure(), () -> memory.add(stage.gateway().residentBytes() / MIB))
              .tally();
    }
    stage.findings().put("overloadOverPeak", tally.rate() / peak);
    stage
        .findings()
        .put(
            "overloadRefusedShare",
            (double) tally.refused() / (tally.refused() + tally.accepted()));
    stage.findings().put("overloadUnsent", tally.unsent());
    stage.findings().put("acceptedUnderOverloadP99Ms", tally.acceptedMs(99));
    stage.findings().put("refusedP99Ms", tally.refusedMs(99));
    stage.findings().put("overloadMemoryGrowth", growth(memory));
    stage
        .findings()
        .draw(Curve.over("overload-memory", "second", "MiB resident", "gateway", memory));
  }

  private static double growth(List<Double> memory) {
    int third = Math.max(1, memory.size() / 3);
    return mean(memory.subList(memory.size() - third, memory.size()))
        / mean(memory.subList(0, third));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
