package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.FormTraffic;
import java.util.List;

/** The peak of contact forms. */
final class FormScenario implements Scenario {
  @Override
  public String name() {
    return "form";
  }

  @Override
  public String what() {
    return "peak of URL-encoded forms, against plain transactions";
  }

  @Override
  public List<Goal> goals() {
    return List.of();
  }

  @Override
  public void run(Stage stage) throws Exception {
    FormTraffic traffic = new FormTraffic("form", stage.numbers());
    Peak.held(stage, "form", traffic, stage.windows().refill());
  }
}
