package io.omnigate.bench.scenario;

import io.omnigate.bench.check.RepeatCheck;
import io.omnigate.bench.check.StoreCheck;
import io.omnigate.bench.check.Stored;
import io.omnigate.bench.load.Judge;
import io.omnigate.bench.load.Ledger;
import io.omnigate.bench.load.Load;
import io.omnigate.bench.load.Tally;
import io.omnigate.bench.load.Traffic;
import io.omnigate.bench.target.Cpu;
import io.omnigate.bench.target.GatewayServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Load on the stage's gateway, which nobody else writes to, from its warming up to the check of
 * every row: what a scenario measures in between counts only because all of it turned out right.
 */
public final class CheckedLoad implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Stage stage;
  private final GatewayServer gateway;
  private final Ledger ledger;
  private final Stored before;
  private final Load load;
  private final List<Load> all = new ArrayList<>();

  private CheckedLoad(Stage stage, Ledger ledger, Stored before, Load load) {
    this.stage = stage;
    this.gateway = stage.gateway();
    this.ledger = ledger;
    this.before = before;
    this.load = load;
    all.add(load);
  }

  /** As fast as the answers come over {@code connections}; nothing may be refused. */
  public static CheckedLoad closed(Stage stage, int connections, Traffic traffic)
      throws SQLException {
    Judge judge = new Judge(stage.faults(), stage.windows().maySlowDown());
    return begin(
        stage,
        traffic,
        judge,
        orders -> Load.closed(stage.driver(), stage.gateway().address(), connections, orders));
  }

  /**
   * So many messages a second.
   *
   * @param mayRefuse whether that may be more than the gateway can take
   */
  public static CheckedLoad open(
      Stage stage, int connections, double perSecond, Traffic traffic, boolean mayRefuse)
      throws SQLException {
    Judge judge = new Judge(stage.faults(), mayRefuse || stage.windows().maySlowDown());
    return begin(
        stage,
        traffic,
        judge,
        orders ->
            Load.open(stage.driver(), stage.gateway().address(), connections, perSecond, orders));
  }

  /** Lets the tables fill, then tells the planner what is in them and lets that take effect. */
  public CheckedLoad warm(Duration fill) throws SQLException, InterruptedException {
    Thread.sleep(fill);
    gateway.database().analyze();
    Thread.sleep(stage.windows().settle());
    return this;
  }

  /** More load besides, in the same books; it may be refused. It ends with the rest or before. */
  public Load besides(int connections, Traffic traffic) {
    Load more =
        Load.closed(
            stage.driver(),
            gateway.address(),
            connections,
            new Load.Orders(traffic, new Judge(stage.faults(), true), ledger, stage.faults()));
    all.add(more);
    return more;
  }

  /** Measures one window of the first load. */
  public Sample measure(Duration window) throws InterruptedException {
    return measure(window, () -> {});
  }

  /** The same; {@code look} is called about once a second meanwhile. */
  public Sample measure(Duration window, Runnable look) throws InterruptedException {
    Cpu earlier = gateway.cpu();
    load.begin();
    long end = System.nanoTime() + window.toNanos();
    for (long left = window.toNanos(); left > 0; left = end - System.nanoTime()) {
      look.run();
      TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK.toNanos()));
    }
    Tally tally = load.end();
    return new Sample(tally, gateway.cpu().since(earlier));
  }

  /** Ends all load and checks all of it. */
  @Override
  public void close() throws SQLException, IOException, InterruptedException {
    for (Load each : all) {
      each.close();
    }
    new RepeatCheck(stage.faults()).check(gateway.address(), ledger.samples());
    try (Connection connection = gateway.database().connect()) {
      new StoreCheck(stage.faults()).check(connection, ledger, before);
    }
  }

  private static CheckedLoad begin(
      Stage stage, Traffic traffic, Judge judge, Function<Load.Orders, Load> start)
      throws SQLException {
    Ledger ledger = new Ledger(stage.faults());
    Stored before;
    try (Connection connection = stage.gateway().database().connect()) {
      before = Stored.in(connection);
    }
    Load load = start.apply(new Load.Orders(traffic, judge, ledger, stage.faults()));
    return new CheckedLoad(stage, ledger, before, load);
  }
}
