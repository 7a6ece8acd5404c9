package io.omnigate.bench.yardstick;

import io.omnigate.bench.target.Database;
import io.omnigate.bench.traffic.Words;
import io.omnigate.core.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Plain transactions on the same server, in a database of their own: eight clients, in the simple
 * query protocol that pgbench speaks too. Warmed up and analysed when it is opened, for on fresh
 * tables it is three times slower.
 */
public final class Yardstick {
  private static final String NAME = "yardstick";
  private static final int CLIENTS = 8;
  private static final int BATCH = 100;
  private static final int BODY = 1_000;

  private final Sql sql = Sql.of("yardstick.sql");
  private final Database database;
  private final String[] bodies;
  private final Random seeds = new Random(3);

  private Yardstick(Database database) {
    this.database = database;
    Random random = new Random(2);
    this.bodies = Stream.generate(() -> Words.of(BODY, random)).limit(BATCH).toArray(String[]::new);
  }

  /** Makes the tables and warms them up for {@code warm}. */
  public static Yardstick open(Database database, Duration warm)
      throws SQLException, InterruptedException {
    Yardstick yardstick = new Yardstick(database);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + NAME);
    }
    yardstick.execute(yardstick.sql.get("schema"));
    yardstick.single(warm.dividedBy(4));
    yardstick.execute("ANALYZE");
    yardstick.single(warm.dividedBy(4));
    yardstick.batch(warm.dividedBy(2));
    yardstick.execute("ANALYZE");
    return yardstick;
  }

  /** Measures both, each for {@code window}. */
  public Rates measure(Duration window) throws InterruptedException {
    return new Rates(single(window), batch(window));
  }

  private double single(Duration window) throws InterruptedException {
    return rate(
        window,
        connection -> new SingleWork(connection, sql, new Random(seeds.nextLong()), bodies[0]));
  }

  private double batch(Duration window) throws InterruptedException {
    return rate(
        window, connection -> new BatchWork(connection, sql, new Random(seeds.nextLong()), bodies));
  }

  /** Contacts a second over all clients. */
  private double rate(Duration window, Work.Kind kind) throws InterruptedException {
    List<Callable<Double>> clients = Collections.nCopies(CLIENTS, () -> work(window, kind));
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      double sum = 0;
      for (Future<Double> each : threads.invokeAll(clients)) {
        sum += each.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the yardstick failed", e.getCause());
    }
  }

  private double work(Duration window, Work.Kind kind) throws SQLException {
    try (Connection connection = connect()) {
      Work work = kind.on(connection);
      long from = System.nanoTime();
      long contacts = 0;
      while (System.nanoTime() - from < window.toNanos()) {
        contacts += work.once();
      }
      return contacts * 1e9 / (System.nanoTime() - from);
    }
  }

  private void execute(String statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  private Connection connect() throws SQLException {
    Properties options = new Properties();
    options.setProperty("preferQueryMode", "simple");
    return database.connect(NAME, options);
  }
}
