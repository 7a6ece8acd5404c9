package io.omnigate.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.DedicatedPostgres;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    vertx.close().await();
  }

  @Test
  void aBareDatabaseGetsTheSchemaWhenItIsOpened() {
    String url = TestPostgres.bareDatabase();
    Database database = Database.open(vertx, url).await();
    assertEquals("0", TestSql.ask(url, "SELECT count(*) FROM ticket"));
    database.close().await();
  }

  @Test
  void whatFlywayKeepsOfAMigrationIsWhatTheQuickLookExpects() {
    Database database = Database.open(vertx, TestPostgres.freshDatabase()).await();
    Map<String, Integer> applied = Migrations.applied(database.pool()).await();
    assertEquals(MigrationFiles.checksums(), applied);
    assertTrue(Migrations.isCurrent(applied));
    database.close().await();
  }

  @Test
  void aMigrationThatChangedAfterItRanStopsTheStart() {
    String url = TestPostgres.freshDatabase();
    TestSql.run(url, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '001'");
    Failure failure = failureOf(Database.open(vertx, url));
    assertEquals("migration-failed", failure.code());
  }

  @Test
  void severalGatewaysMayStartOnOneBareDatabaseAtOnce() {
    String url = TestPostgres.bareDatabase();
    List<Future<Database>> opened =
        IntStream.range(0, 3).mapToObj(i -> Database.open(vertx, url, 2)).toList();
    opened.forEach(database -> database.await().close().await());
  }

  @Test
  void aServerThatDoesNotStoreDurablyIsRefusedByName() {
    String url = TestPostgres.freshDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    for (String weak : List.of("off", "local")) {
      TestSql.run(url, "ALTER DATABASE " + name + " SET synchronous_commit = " + weak);
      Failure failure = failureOf(Database.open(vertx, url));
      assertEquals("not-durable", failure.code());
      assertEquals(List.of("synchronous_commit = " + weak), failure.more().get("settings"));
    }
  }

  @Test
  void aServerThatWritesWithoutSyncIsRefused(@TempDir Path folder) {
    try (DedicatedPostgres server = TestPostgres.dedicated(folder)) {
      Database database = Database.open(vertx, server.url()).await();
      database.check().await();
      TestSql.run(server.url(), "ALTER DATABASE omnigate SET synchronous_commit = off");
      server.terminateBackends();
      awaitFailure(database, "not-durable");
      database.close().await();
    }
  }

  @Test
  void aServerThatIsNotThereIsUnavailableAtOnce() {
    String nowhere = "postgresql://a:b@127.0.0.1:1/omnigate";
    assertEquals("database-unavailable", failureOf(Database.open(vertx, nowhere)).code());
  }

  @Test
  void anUrlThatIsNoneIsAnIllegalArgument() {
    assertThrows(IllegalArgumentException.class, () -> Database.open(vertx, "mysql://x/y"));
  }

  @Test
  void thePoolRecoversFromCutConnectionsCrashesAndRestarts(@TempDir Path folder) {
    try (DedicatedPostgres server = TestPostgres.dedicated(folder)) {
      Database database = Database.open(vertx, server.url()).await();
      for (Runnable fault :
          List.<Runnable>of(server::terminateBackends, server::crash, server::restart)) {
        fault.run();
        awaitAnswer(database);
      }
      database.close().await();
    }
  }

  @Test
  void whileTheServerIsAwayCallersAreToldSoAndLaterServed(@TempDir Path folder) {
    try (DedicatedPostgres server = TestPostgres.dedicated(folder)) {
      Database database = Database.open(vertx, server.url()).await();
      server.down();
      awaitFailure(database, "database-unavailable");
      server.up();
      awaitAnswer(database);
      database.close().await();
    }
  }

  @Test
  void aFrozenServerIsUnavailableWithinPatienceAndServesAgainWhenItThaws(@TempDir Path folder) {
    try (DedicatedPostgres server = TestPostgres.dedicated(folder)) {
      Database database = Database.open(vertx, server.url(), 2).await();
      server.freeze();
      long from = System.nanoTime();
      List<Future<Void>> checks = IntStream.range(0, 10).mapToObj(i -> database.check()).toList();
      checks.forEach(check -> assertEquals("database-unavailable", failureOf(check).code()));
      assertEquals("database-unavailable", failureOf(database.connect()).code());
      assertTrue(System.nanoTime() - from < Duration.ofSeconds(8).toNanos());
      server.thaw();
      awaitAnswer(database);
      database.close().await();
    }
  }

  @Test
  void aConnectionOfOnesOwnSaysWhoseItIs() {
    Database database = Database.open(vertx, TestPostgres.freshDatabase()).await();
    var connection = database.connect().await();
    var rows = connection.query("SHOW application_name").execute().await();
    assertEquals("omnigate", rows.iterator().next().getString(0));
    connection.close().await();
    database.close().await();
  }

  @Test
  void troubleWithTheWayIsUnavailableAndMistakesStayWhatTheyAre() {
    for (String state :
        List.of("08006", "57P01", "57P02", "57P03", "53300", "53100", "57014", "25006")) {
      assertUnavailable(new PgException("x", "FATAL", state, "x"));
    }
    assertUnavailable(ClosedConnectionException.INSTANCE);
    assertUnavailable(new ConnectException("refused"));
    assertUnavailable(new TimeoutException());

    for (Throwable mistake :
        List.of(
            new PgException("x", "ERROR", "23505", "x"),
            new PgException("x", "ERROR", "40P01", "x"),
            new IllegalStateException("x"),
            Failure.invalid("a", "b"))) {
      assertSame(mistake, Database.translate(mistake));
    }
  }

  private static void assertUnavailable(Throwable cause) {
    Failure failure = assertInstanceOf(Failure.class, Database.translate(cause));
    assertEquals(Failure.Kind.UNAVAILABLE, failure.kind());
  }

  private static Failure failureOf(Future<?> future) {
    return assertThrows(Failure.class, future::await);
  }

  private static void awaitAnswer(Database database) {
    awaitOutcome(database, "");
  }

  private static void awaitFailure(Database database, String code) {
    awaitOutcome(database, code);
  }

  /** Asks until the outcome (a failure's code, or nothing) is as wanted. */
  private static void awaitOutcome(Database database, String wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String outcome;
    do {
      outcome =
          database
              .check()
              .map(done -> "")
              .otherwise(
                  cause -> cause instanceof Failure failure ? failure.code() : cause.toString())
              .await();
    } while (!outcome.equals(wanted) && System.nanoTime() - end < 0);
    assertEquals(wanted, outcome);
    assertFalse(outcome.contains("Exception"));
  }
}
