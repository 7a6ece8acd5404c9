package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.traffic.FollowUpTraffic;
import java.util.List;

/** What it costs that chats go on: the peak with follow-ups and bursts against that without. */
final class MixedScenario implements Scenario {
  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public String what() {
    return "peak with a fifth of follow-ups and bursts of 20 on one conversation, against chat";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atLeast("mixedOverChat", 0.8));
  }

  @Override
  public void run(Stage stage) throws Exception {
    Windows windows = stage.windows();
    ChatTraffic firsts = new ChatTraffic("chat", stage.numbers());
    double chat = Peak.measure(stage, firsts, windows.refill()).tally().rate();
    FollowUpTraffic mixture = new FollowUpTraffic("chat", stage.numbers());
    double mixed = Peak.measure(stage, mixture, windows.refill()).tally().rate();
    stage.findings().put("mixedPerSecond", mixed);
    stage.findings().put("mixedOverChat", mixed / chat);
  }
}
