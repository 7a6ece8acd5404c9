package io.omnigate.bench.scenario;

import io.omnigate.bench.agents.AgentSockets;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.target.LiveHeap;
import io.omnigate.bench.traffic.ChatTraffic;
import java.util.List;

/**
 * What 5,000 agents (1,000 in a short bench) cost who are signed in and look at nothing: heap, and
 * the rate at the peak.
 */
final class SocketsScenario implements Scenario {
  private static final int AGENTS = 5_000;
  private static final int AGENTS_SMALL = 1_000;
  private static final int CONNECTIONS = 256;

  @Override
  public String name() {
    return "sockets";
  }

  @Override
  public String what() {
    return "thousands of idle agents' sockets: heap for each, and the peak with and without them";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost("heapPerSocketBytes", 20 * 1024),
        Goal.atLeast("rateWithSocketsOverWithout", 0.9));
  }

  @Override
  public void run(Stage stage) throws Exception {
    double before = rate(stage);
    long heap = LiveHeap.bytes(stage.gateway().pid());
    long resident = stage.gateway().residentBytes();
    double with;
    int count = stage.small() ? AGENTS_SMALL : AGENTS;
    try (AgentSockets agents =
        AgentSockets.idle(stage.gateway().address(), count, Secrets.API_TOKEN, stage.faults())) {
      long grown = LiveHeap.bytes(stage.gateway().pid()) - heap;
      stage.findings().put("heapPerSocketBytes", (double) grown / count);
      stage
          .findings()
          .put(
              "residentPerSocketBytes",
              (double) (stage.gateway().residentBytes() - resident) / count);
      with = rate(stage);
    }
    double after = rate(stage);
    stage.findings().put("rateWithSocketsOverWithout", with / ((before + after) / 2));
  }

  private static double rate(Stage stage) throws Exception {
    ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
    try (CheckedLoad load = CheckedLoad.closed(stage, CONNECTIONS, traffic)) {
      return load.warm(stage.windows().settle()).measure(stage.windows().measure()).tally().rate();
    }
  }
}
