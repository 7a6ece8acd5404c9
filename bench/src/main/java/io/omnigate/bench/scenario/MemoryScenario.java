package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.target.GatewayServer;
import io.omnigate.bench.target.LiveHeap;
import io.omnigate.bench.traffic.ChatTraffic;
import java.util.List;

/**
 * The memory of a gateway's JVM at the peak of chats, on a fresh gateway that has seen no other.
 */
final class MemoryScenario implements Scenario {
  private static final int CONNECTIONS = 256;
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String what() {
    return "the JVM's resident memory at the peak rate, and what of its heap is alive";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atMost("residentPeakMiB", 300));
  }

  @Override
  public void run(Stage stage) throws Exception {
    try (GatewayServer gateway = stage.laboratory().start(stage.laboratory().freshData())) {
      ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
      try (CheckedLoad load = CheckedLoad.closed(stage.on(gateway), CONNECTIONS, traffic)) {
        load.warm(stage.windows().warm()).measure(stage.windows().measure());
        stage.findings().put("residentPeakMiB", gateway.residentPeakBytes() / MIB);
        stage.findings().put("liveHeapMiB", LiveHeap.bytes(gateway.pid()) / MIB);
      }
    }
  }
}
