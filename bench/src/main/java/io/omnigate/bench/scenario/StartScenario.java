package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.target.GatewayServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From the launcher to ready, PostgreSQL included: on a fresh data folder, and on one that is
 * there.
 */
final class StartScenario implements Scenario {
  private static final int STARTS = 5;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String what() {
    return "from the launcher to ready: the first start, then warm ones";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atMost("warmStartMs", 1_500), Goal.atMost("firstStartMs", 5_000));
  }

  @Override
  public void run(Stage stage) throws Exception {
    stage.gateway().database().checkpoint(); // what was written before is not part of it
    Path data = stage.laboratory().freshData();
    stage.findings().put("firstStartMs", millis(stage, data));
    List<Double> warm = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      warm.add(millis(stage, data));
    }
    stage.findings().put("warmStartMs", warm.stream().sorted().toList().get(STARTS / 2));
  }

  private static double millis(Stage stage, Path data) throws Exception {
    try (GatewayServer gateway = stage.laboratory().start(data)) {
      return gateway.startedWithin().toMillis();
    }
  }
}
