package io.omnigate.bench.scenario;

import io.omnigate.bench.agents.AgentSockets;
import io.omnigate.bench.agents.FrameWatch;
import io.omnigate.bench.agents.QueueHead;
import io.omnigate.bench.load.Load;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.target.GatewayServer;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.traffic.WatchedTraffic;
import java.util.List;

/**
 * How soon agents see what was committed: 200 of them watch the whole queue while 1,000 chats a
 * second arrive, of which 20 go on with tickets at its head.
 */
final class FramesScenario implements Scenario {
  private static final int AGENTS = 200;
  private static final int PER_SECOND = 1_000;
  private static final int CONNECTIONS = 64;
  private static final long LAST_FRAMES_MILLIS = 1_000;

  @Override
  public String name() {
    return "frames";
  }

  @Override
  public String what() {
    return "commit to frame on 200 subscribed agents' sockets, at 1,000/s, open loop";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost("frameP99Ms", 30),
        Goal.atMost("watchedReceiptP50Ms", 2),
        Goal.atMost("watchedReceiptP99Ms", 10));
  }

  @Override
  public void run(Stage stage) throws Exception {
    // Of its own: the head of the queue has to be made by this load.
    try (GatewayServer gateway = stage.laboratory().start(stage.laboratory().freshData())) {
      Stage own = stage.on(gateway);
      WatchedTraffic traffic = new WatchedTraffic("chat", stage.numbers());
      try (AgentSockets agents =
          AgentSockets.subscribed(gateway.address(), AGENTS, Secrets.API_TOKEN, stage.faults())) {
        Sample sample = measure(own, traffic);
        if (traffic.receipts().isEmpty()) {
          stage.faults().add("no message went to the head of the queue: nothing was measured");
        }
        FrameWatch.Lag sinceReceipt = agents.behind(traffic.receipts());
        if (sinceReceipt.missing() > 0) {
          stage.faults().add("messages that agents never saw: " + sinceReceipt.missing());
        }
        stage.findings().put("frameP50Ms", sinceReceipt.ms(50));
        stage.findings().put("frameP99Ms", sinceReceipt.ms(99));
        stage.findings().put("frameSinceSentP99Ms", agents.behind(traffic.sent()).ms(99));
        stage.findings().put("watchedReceiptP50Ms", sample.tally().acceptedMs(50));
        stage.findings().put("watchedReceiptP99Ms", sample.tally().acceptedMs(99));
        stage.findings().put("watchedGatewayMicros", sample.gatewayMicros());
        stage.findings().put("watchedDatabaseMicros", sample.databaseMicros());
      }
    }
  }

  private static Sample measure(Stage own, WatchedTraffic traffic) throws Exception {
    try (CheckedLoad load = CheckedLoad.open(own, CONNECTIONS, PER_SECOND, traffic, false)) {
      load.warm(own.windows().settle()); // makes the head of the queue
      traffic.goOnWith(QueueHead.tickets(own.gateway().address(), Secrets.API_TOKEN));
      // At 1,000/s the JVM would still compile for a minute, beside all that is measured.
      try (Load busy = load.besides(CONNECTIONS, new ChatTraffic("chat", own.numbers()))) {
        Thread.sleep(own.windows().warm());
      }
      load.warm(own.windows().refill());
      own.gateway().database().rest(); // the warming up is not part of it
      Thread.sleep(own.windows().settle());
      traffic.goOnWith(QueueHead.tickets(own.gateway().address(), Secrets.API_TOKEN));
      traffic.watch();
      Sample sample = load.measure(own.windows().measure());
      traffic.goOnWith(List.of());
      Thread.sleep(LAST_FRAMES_MILLIS);
      return sample;
    }
  }
}
