package io.omnigate.gateway.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void readyWhenEveryCheckIs() throws Exception {
    Health health = new Health(List.of(fine("database"), fine("disk")));

    Health.Report report = ask(health);

    assertTrue(report.ready());
    assertEquals(
        "{\"status\":\"up\",\"checks\":["
            + "{\"name\":\"database\",\"status\":\"up\",\"detail\":\"fine\"},"
            + "{\"name\":\"disk\",\"status\":\"up\",\"detail\":\"fine\"}]}",
        report.json().encode());
  }

  @Test
  void notReadyWhenOneCheckFailsAndItSaysWhy() throws Exception {
    HealthCheck broken = new HealthCheck("disk", () -> Future.failedFuture("3 MiB free"));

    Health.Report report = ask(new Health(List.of(fine("database"), broken)));

    assertFalse(report.ready());
    assertTrue(report.json().encode().contains("\"detail\":\"3 MiB free\""));
  }

  @Test
  void aCheckThatThrowsIsAFailedOne() throws Exception {
    HealthCheck broken =
        new HealthCheck(
            "database",
            () -> {
              throw new IllegalStateException("closed");
            });

    assertFalse(ask(new Health(List.of(broken))).ready());
  }

  @Test
  void aFrozenCheckIsDownAfterTwoSecondsAndIsNotAskedAgainMeanwhile() throws Exception {
    Promise<String> frozen = Promise.promise();
    AtomicInteger asked = new AtomicInteger();
    Health health =
        new Health(
            List.of(
                new HealthCheck(
                    "database",
                    () -> {
                      asked.incrementAndGet();
                      return frozen.future();
                    })));

    assertFalse(ask(health).ready());
    assertFalse(ask(health).ready());
    assertEquals(1, asked.get());

    frozen.complete("thawed");
    assertTrue(ask(health).ready());
    assertTrue(ask(health).ready());
    assertTrue(asked.get() >= 2);
  }

  @Test
  void neitherBeforeTheStartIsOverNorOnceTheEndHasBegun() throws Exception {
    Health health = new Health(List.of(fine("database")));
    assertFalse(health.ready().await(30, TimeUnit.SECONDS).ready());
    assertTrue(ask(health).ready());

    health.drain();

    Health.Report report = health.ready().await(30, TimeUnit.SECONDS);
    assertFalse(report.ready());
    assertTrue(report.json().encode().contains("ending"));
  }

  @Test
  void theDiskIsDownBelowItsFloor(@TempDir Path folder) throws Exception {
    assertTrue(ask(new Health(List.of(DiskCheck.of(vertx, folder, 0)))).ready());
    assertFalse(ask(new Health(List.of(DiskCheck.of(vertx, folder, 1 << 30)))).ready());
  }

  private static HealthCheck fine(String name) {
    return new HealthCheck(name, () -> Future.succeededFuture("fine"));
  }

  private static Health.Report ask(Health health) throws Exception {
    health.open();
    return health.ready().await(30, TimeUnit.SECONDS);
  }
}
