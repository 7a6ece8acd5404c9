package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.SignedTraffic;
import java.util.List;

/** The peak of signed webhooks, Messenger's and WhatsApp's in turns. */
final class SocialScenario implements Scenario {
  @Override
  public String name() {
    return "social";
  }

  @Override
  public String what() {
    return "peak of signed Messenger and WhatsApp webhooks, against plain transactions";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atLeast("socialOverSingle", 2));
  }

  @Override
  public void run(Stage stage) throws Exception {
    SignedTraffic traffic =
        new SignedTraffic("messenger", "whatsapp", Secrets.APP_SECRET, stage.numbers());
    Peak.held(stage, "social", traffic, stage.windows().refill());
  }
}
