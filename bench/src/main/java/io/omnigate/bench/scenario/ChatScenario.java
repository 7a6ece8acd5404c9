package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.yardstick.Rates;
import io.omnigate.bench.yardstick.Ruler;
import java.util.List;

/** The peak: first messages of chat visitors over 256 connections, as fast as they are answered. */
final class ChatScenario implements Scenario {
  /** Connections of every peak. */
  static final int CONNECTIONS = 256;

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public String what() {
    return "chat JSON over 256 connections, closed loop, against plain transactions";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atLeast("chatOverSingle", 2.2),
        Goal.atLeast("chatOverSingle", 3),
        Goal.atLeast("chatOverBatch", 0.4),
        Goal.atLeast("chatOverBatch", 0.55),
        Goal.atMost("gatewayMicrosPerContact", 25),
        Goal.atMost("databaseMicrosPerContact", 70));
  }

  @Override
  public void run(Stage stage) throws Exception {
    Ruler.Held<Sample> held = stage.ruler().hold(() -> peak(stage));
    Sample sample = held.measured();
    Rates rates = held.rates();
    double rate = sample.tally().rate();
    stage.findings().put("singlePerSecond", rates.single());
    stage.findings().put("batchPerSecond", rates.batch());
    stage.findings().put("chatPerSecond", rate);
    stage.findings().put("chatOverSingle", rate / rates.single());
    stage.findings().put("chatOverBatch", rate / rates.batch());
    stage.findings().put("chatP50Ms", sample.tally().acceptedMs(50));
    stage.findings().put("chatP99Ms", sample.tally().acceptedMs(99));
    stage.findings().put("gatewayMicrosPerContact", sample.gatewayMicros());
    stage.findings().put("databaseMicrosPerContact", sample.databaseMicros());
    stage.findings().put("driverMicrosPerContact", sample.driverMicros());
    stage.findings().put("residentAtPeakMiB", stage.gateway().residentBytes() / 1048576.0);
  }

  private static Sample peak(Stage stage) throws Exception {
    ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
    try (CheckedLoad load = CheckedLoad.closed(stage, CONNECTIONS, traffic)) {
      return load.warm(stage.windows().warm()).measure(stage.windows().measure());
    }
  }
}
