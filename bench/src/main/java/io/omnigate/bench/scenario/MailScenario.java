package io.omnigate.bench.scenario;

import io.omnigate.bench.report.Goal;
import io.omnigate.bench.traffic.MailTraffic;
import java.util.List;

/** The peak of raw mails of 8 KiB. */
final class MailScenario implements Scenario {
  @Override
  public String name() {
    return "mail";
  }

  @Override
  public String what() {
    return "peak of raw mails of 8 KiB, against plain transactions";
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atLeast("mailOverSingle", 1));
  }

  @Override
  public void run(Stage stage) throws Exception {
    MailTraffic traffic = MailTraffic.eightKib("mail", Secrets.RELAY_TOKEN, stage.numbers());
    Peak.held(stage, "mail", traffic, stage.windows().refill());
  }
}
