package io.omnigate.bench;

import io.omnigate.bench.load.Driver;
import io.omnigate.bench.load.Faults;
import io.omnigate.bench.report.Findings;
import io.omnigate.bench.scenario.Laboratory;
import io.omnigate.bench.scenario.Scenario;
import io.omnigate.bench.scenario.Stage;
import io.omnigate.bench.scenario.WarmUp;
import io.omnigate.bench.scenario.Windows;
import io.omnigate.bench.target.GatewayServer;
import io.omnigate.bench.traffic.Numbers;
import io.omnigate.bench.yardstick.Ruler;
import io.omnigate.bench.yardstick.Yardstick;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs scenarios, each run of them on a fresh gateway with fresh data.
 *
 * @param scenarios in their order
 * @param runs how often all of them are run
 * @param small whether sizes are to be small
 * @param progress where lines for whoever waits go
 */
public record Campaign(
    Laboratory laboratory,
    List<Scenario> scenarios,
    int runs,
    Windows windows,
    boolean small,
    Consumer<String> progress) {

  /**
   * Carries it out.
   *
   * @throws Exception where a scenario cannot be carried out at all
   */
  public void carryOut(Findings findings, Faults faults) throws Exception {
    for (int run = 1; run <= runs; run++) {
      try (Driver driver = new Driver();
          GatewayServer gateway = laboratory.start(laboratory.freshData())) {
        progress.accept("run %d of %d: warming up the yardstick".formatted(run, runs));
        Yardstick yardstick = Yardstick.open(gateway.database(), windows.warm());
        Ruler ruler = new Ruler(yardstick, windows.yardstick());
        Stage stage =
            new Stage(
                gateway,
                laboratory,
                ruler,
                driver,
                new Numbers(),
                windows,
                small,
                findings,
                faults,
                progress);
        progress.accept("run %d of %d: warming up the gateway".formatted(run, runs));
        WarmUp.run(stage);
        for (Scenario scenario : scenarios) {
          progress.accept(scenario.name() + ": " + scenario.what());
          long from = System.nanoTime();
          attempt(scenario, stage, faults);
          progress.accept("  took %.1f s".formatted((System.nanoTime() - from) / 1e9));
        }
      }
    }
  }

  /** One that cannot be carried out is told; what the others found is worth having all the same. */
  private void attempt(Scenario scenario, Stage stage, Faults faults) throws InterruptedException {
    try {
      scenario.run(stage);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      progress.accept("  " + e);
      faults.add(scenario.name() + " could not be carried out: " + e);
    }
  }
}
