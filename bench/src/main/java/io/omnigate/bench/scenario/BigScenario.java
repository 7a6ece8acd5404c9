package io.omnigate.bench.scenario;

import io.omnigate.bench.agents.NextCalls;
import io.omnigate.bench.agents.Snapshots;
import io.omnigate.bench.report.Curve;
import io.omnigate.bench.report.Goal;
import io.omnigate.bench.stored.TicketStock;
import io.omnigate.bench.target.GatewayServer;
import io.omnigate.bench.traffic.ChatTraffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What a database that has grown costs: from a thousand to a million tickets with random keys, a
 * tenth of them open, on a gateway of its own. Measured once, however many the runs.
 */
final class BigScenario implements Scenario {
  private static final int SMALLEST = 1_000;
  private static final int LARGEST = 1_000_000;
  private static final int LARGEST_SMALL = 100_000;
  private static final int TIMES = 10;
  private static final int TIMES_SMALL = 100;
  private static final int CONNECTIONS = 256;
  private static final int NEXT_PER_SECOND = 50;
  private static final int WARMING_PER_SECOND = 4 * NEXT_PER_SECOND;
  private static final int SNAPSHOTS = 200;
  private static final String DONE = "bigIntakeRatio";

  /**
   * One size.
   *
   * @param tickets stored before the load
   */
  private record Point(
      int tickets, double rate, double nextP99Ms, double snapshotP99Ms, double startMs) {}

  @Override
  public String name() {
    return "big";
  }

  @Override
  public String what() {
    return "a growing database: intake, to solve, snapshots, start";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atLeast(DONE, 0.85),
        Goal.atMost("bigNextP99Ms", 10),
        Goal.atMost("bigSnapshotP99Ms", 20),
        Goal.atMost("bigStartMs", 5_000));
  }

  @Override
  public void run(Stage stage) throws Exception {
    if (stage.findings().figures().containsKey(DONE)) {
      return;
    }
    Path data = stage.laboratory().freshData();
    List<Point> points = new ArrayList<>();
    int stored = 0;
    int largest = stage.small() ? LARGEST_SMALL : LARGEST;
    int times = stage.small() ? TIMES_SMALL : TIMES;
    for (int size = SMALLEST; size <= largest; size *= times) {
      try (GatewayServer gateway = stage.laboratory().start(data)) {
        store(gateway, size, size - stored);
      }
      stored = size;
      stage.progress().accept("big: " + size + " tickets");
      points.add(point(stage, data, size));
    }
    Point first = points.getFirst();
    Point last = points.getLast();
    stage.findings().put("bigTickets", last.tickets());
    stage.findings().put(DONE, last.rate() / first.rate());
    stage.findings().put("bigNextP99Ms", last.nextP99Ms());
    stage.findings().put("bigSnapshotP99Ms", last.snapshotP99Ms());
    stage.findings().put("bigStartMs", last.startMs());
    draw(stage, points, "intake", "contacts a second", Point::rate);
    draw(stage, points, "to solve, p99 at 50/s", "ms", Point::nextP99Ms);
    draw(stage, points, "snapshot of 50, p99", "ms", Point::snapshotP99Ms);
    draw(stage, points, "start to ready", "ms", Point::startMs);
  }

  private static void store(GatewayServer gateway, int size, int more) throws SQLException {
    try (Connection connection = gateway.database().connect()) {
      new TicketStock(size, more).storeIn(connection);
    }
    gateway.database().rest(); // as what has been there for long
  }

  private static Point point(Stage stage, Path data, int size) throws Exception {
    try (GatewayServer gateway = stage.laboratory().start(data)) {
      Stage own = stage.on(gateway);
      double rate;
      ChatTraffic traffic = new ChatTraffic("chat", stage.numbers());
      try (CheckedLoad load = CheckedLoad.closed(own, CONNECTIONS, traffic)) {
        rate = load.warm(own.windows().refill()).measure(own.windows().measure()).tally().rate();
      }
      gateway.database().rest(); // the load before is not part of what comes
      NextCalls calls = new NextCalls(gateway.address(), Secrets.API_TOKEN, stage.faults());
      calls.run(WARMING_PER_SECOND, own.windows().refill()); // warms up both sides
      Histogram next = calls.run(NEXT_PER_SECOND, own.windows().measure());
      double snapshot =
          Snapshots.p99Ms(gateway.address(), Secrets.API_TOKEN, SNAPSHOTS, stage.faults());
      return new Point(
          size,
          rate,
          next.getValueAtPercentile(99) / 1e6,
          snapshot,
          gateway.startedWithin().toMillis());
    }
  }

  private static void draw(
      Stage stage, List<Point> points, String name, String unit, ToDoubleFunction<Point> value) {
    stage
        .findings()
        .draw(
            new Curve(
                "big-" + name.replaceAll("[^a-z0-9]+", "-"),
                "tickets stored, powers of ten",
                unit,
                name,
                points.stream().map(point -> Math.log10(point.tickets())).toList(),
                points.stream().mapToDouble(value).boxed().toList()));
  }
}
