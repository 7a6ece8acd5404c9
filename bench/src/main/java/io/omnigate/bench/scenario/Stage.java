package io.omnigate.bench.scenario;

import io.omnigate.bench.load.Driver;
import io.omnigate.bench.load.Faults;
import io.omnigate.bench.report.Findings;
import io.omnigate.bench.target.GatewayServer;
import io.omnigate.bench.traffic.Numbers;
import io.omnigate.bench.yardstick.Ruler;
import java.util.function.Consumer;

/**
 * What the scenarios of one run share.
 *
 * @param gateway a running gateway on a data folder of its own
 * @param laboratory starts further gateways for scenarios that need their own
 * @param ruler the yardstick on the same server
 * @param driver the loop that load is made on
 * @param numbers of messages, each given once in a run
 * @param windows how long things take
 * @param small whether sizes are to be small too
 * @param findings where figures go
 * @param faults where goes what is wrong
 * @param progress where lines for whoever waits go
 */
public record Stage(
    GatewayServer gateway,
    Laboratory laboratory,
    Ruler ruler,
    Driver driver,
    Numbers numbers,
    Windows windows,
    boolean small,
    Findings findings,
    Faults faults,
    Consumer<String> progress) {
  /** The same with another gateway, which has data of its own. */
  Stage on(GatewayServer other) {
    return new Stage(
        other, laboratory, ruler, driver, numbers, windows, small, findings, faults, progress);
  }
}
