package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.ChatTraffic;
import java.util.List;

/** The peak that the others are told by: first messages of chat visitors. */
final class ChatScenario implements Scenario {
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public String what() {
    return "peak of chat JSON with texts of 1,000 bytes, against plain transactions";
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
    ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
    Sample peak = Peak.held(stage, "chat", traffic, stage.windows().refill());
    stage.findings().put("chatP50Ms", peak.tally().acceptedMs(50));
    stage.findings().put("chatP99Ms", peak.tally().acceptedMs(99));
    stage.findings().put("gatewayMicrosPerContact", peak.gatewayMicros());
    stage.findings().put("databaseMicrosPerContact", peak.databaseMicros());
    stage.findings().put("driverMicrosPerContact", peak.driverMicros());
    stage.findings().put("residentAtPeakMiB", stage.gateway().residentBytes() / MIB);
  }
}
