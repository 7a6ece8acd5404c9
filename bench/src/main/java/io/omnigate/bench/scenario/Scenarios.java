package io.omnigate.bench.scenario;

import java.util.List;

/** All scenarios, in the order in which they run. */
public final class Scenarios {
  private Scenarios() {}

  /** Those measured against the yardstick first, one after the other; then those of their own. */
  public static List<Scenario> all() {
    return List.of(
        new ChatScenario(),
        new SocialScenario(),
        new FormScenario(),
        new MailScenario(),
        new MixedScenario(),
        new SteadyScenario(),
        new FloodScenario(),
        new OverloadScenario(),
        new SocketsScenario(),
        new FramesScenario(),
        new MemoryScenario(),
        new BigScenario(),
        new StartScenario());
  }
}
