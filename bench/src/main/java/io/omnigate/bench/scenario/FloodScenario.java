package io.omnigate.bench.scenario;

import io.omnigate.bench.load.Load;
import io.omnigate.bench.load.Tally;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.traffic.SignedTraffic;
import java.util.List;

/**
 * What one channel's flood costs another: Messenger's webhooks as fast as they go beside a quiet
 * chat.
 */
final class FloodScenario implements Scenario {
  private static final int PER_SECOND = 200;
  private static final int CONNECTIONS = 64;
  private static final int FLOODING = 1_000;

  @Override
  public String name() {
    return "flood";
  }

  @Override
  public String what() {
    return "chat at 200/s, alone and beside webhooks over 1,000 connections in a closed loop";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atMost("floodedOverQuiet", 2));
  }

  @Override
  public void run(Stage stage) throws Exception {
    Windows windows = stage.windows();
    ChatTraffic chat = new ChatTraffic("chat", stage.numbers());
    try (CheckedLoad load = CheckedLoad.closed(stage, FLOODING, social(stage))) {
      load.warm(windows.warm()); // as a gateway is that has run for a while
    }
    stage.gateway().database().checkpoint(); // the peaks before are not part of it
    try (CheckedLoad load = CheckedLoad.open(stage, CONNECTIONS, PER_SECOND, chat, false)) {
      Tally quiet = load.warm(windows.refill()).measure(windows.measure()).tally();
      Load flood = load.besides(FLOODING, social(stage));
      Thread.sleep(windows.settle());
      Tally flooded = load.measure(windows.measure()).tally();
      flood.close();
      stage.findings().put("quietP50Ms", quiet.acceptedMs(50));
      stage.findings().put("quietP99Ms", quiet.acceptedMs(99));
      stage.findings().put("floodedP50Ms", flooded.acceptedMs(50));
      stage.findings().put("floodedP99Ms", flooded.acceptedMs(99));
      stage.findings().put("floodedOverQuiet", flooded.acceptedMs(99) / quiet.acceptedMs(99));
    }
  }

  private static SignedTraffic social(Stage stage) {
    return SignedTraffic.ofMessenger("messenger", Secrets.APP_SECRET, stage.numbers());
  }
}
