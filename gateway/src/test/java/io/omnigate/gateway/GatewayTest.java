package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.DedicatedPostgres;
import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.config.BadConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final String CHAT =
      """
      secret: 0123456789abcdef0123456789abcdef
      channels: {chat: {kind: chat}}
      """;

  /** Every name the outside contract promises, as Prometheus shows it. */
  private static final List<String> PROMISED =
      List.of(
          "omnigate_messages_total",
          "omnigate_intake_seconds_bucket",
          "omnigate_intake_batch_size_count",
          "omnigate_intake_pending",
          "omnigate_tickets",
          "omnigate_queue_depth",
          "omnigate_queue_oldest_seconds",
          "omnigate_sla_breaches_total",
          "omnigate_transitions_total",
          "omnigate_outbox_pending",
          "omnigate_outbox_oldest_seconds",
          "omnigate_live_subscribers",
          "omnigate_live_lag_seconds_bucket",
          "vertx_http_server_active_connections",
          "jvm_memory_used_bytes");

  @TempDir Path data;

  @Test
  void theFirstStartMakesEverythingAndTheSecondFindsIt() throws Exception {
    String yaml = "channels: {chat: {kind: chat}}";
    String password;
    try (TestGateway first = TestGateway.start(data, yaml)) {
      assertTrue(first.ready());
      assertEquals(201, first.chat("hello"));
      password = Files.readString(data.resolve("secrets/admin.password"));
      assertTrue(first.gateway().welcome().getFirst().endsWith("secrets/admin.password"));
    }
    try (TestGateway second = TestGateway.start(data, yaml)) {
      assertEquals(password, Files.readString(data.resolve("secrets/admin.password")));
      TestGateway.await(
          "the first run's ticket",
          () -> metrics(second).contains("omnigate_tickets{status=\"new\"} 1.0"));
    }
  }

  @Test
  void aSecondOneOnTheSameDataFolderLeavesTheLargeBodiesOfTheFirst() throws Exception {
    try (TestGateway first = TestGateway.start(data, CHAT)) {
      Path own;
      try (Stream<Path> found = Files.find(data.resolve("spool"), 1, (p, at) -> at.isDirectory())) {
        own = found.filter(each -> !each.endsWith("spool")).findFirst().orElseThrow();
      }
      Path body = Files.writeString(own.resolve("body"), "on its way");

      assertThrows(RuntimeException.class, () -> TestGateway.start(data, CHAT));
      assertTrue(Files.exists(body), "after one that was refused");
      TestGateway.start(data, external(TestPostgres.freshDatabase())).close();
      assertTrue(Files.exists(body), "after one with a database of its own");
      assertTrue(first.ready());
    }
  }

  @Test
  void allStepsOfTheEndFitIntoTheTimeThatItIsGiven() throws Exception {
    try (TestGateway gateway = TestGateway.start(data, CHAT)) {
      Duration steps = gateway.gateway().closing().patience();

      assertTrue(steps.compareTo(Duration.ofSeconds(30)) > 0, steps::toString);
      assertTrue(
          steps.plus(Closing.MOMENT).toSeconds() < Run.END_SECONDS,
          () -> steps + " is more than " + Run.END_SECONDS + " s");
    }
  }

  @Test
  void everyPromisedMetricIsThereFromTheStart() throws Exception {
    try (TestGateway gateway = TestGateway.start(data, external(TestPostgres.freshDatabase()))) {
      Set<String> names =
          metrics(gateway)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("[{ ]")[0])
              .collect(Collectors.toCollection(TreeSet::new));

      PROMISED.forEach(name -> assertTrue(names.contains(name), () -> name + " not in " + names));
      assertTrue(metrics(gateway).lines().anyMatch(GatewayTest::storedByChat));
    }
  }

  @Test
  void readinessFollowsTheDatabaseAndContactsAreTakenAgainWhenItIsBack() throws Exception {
    try (DedicatedPostgres postgres = TestPostgres.dedicated(data.resolve("pg"));
        TestGateway gateway = TestGateway.start(data.resolve("g"), external(postgres.url()))) {
      assertEquals(201, gateway.chat("before"));
      postgres.down();

      TestGateway.await("not ready", () -> !gateway.ready());
      assertEquals(503, gateway.chat("meanwhile"));
      assertEquals(200, gateway.management("/health/live").statusCode());

      postgres.up();
      TestGateway.await("ready again", gateway::ready);
      assertEquals(201, gateway.chat("afterwards"));
    }
  }

  @Test
  void aDatabaseThatIsFrozenIsNotReadyWithinSeconds() throws Exception {
    try (DedicatedPostgres postgres = TestPostgres.dedicated(data.resolve("pg"));
        TestGateway gateway = TestGateway.start(data.resolve("g"), external(postgres.url()))) {
      postgres.freeze();
      try {
        assertFalse(gateway.ready());
        assertEquals(503, gateway.chat("meanwhile"));
      } finally {
        postgres.thaw();
      }
      TestGateway.await("ready again", gateway::ready);
    }
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingIsBegun() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String yaml = "http: {port: " + taken.getLocalPort() + "}\n" + CHAT;

      StartProblem problem =
          assertThrows(StartProblem.class, () -> TestGateway.startOnItsPort(data, yaml));

      assertTrue(problem.getMessage().contains("Port " + taken.getLocalPort()));
      assertTrue(problem.getMessage().contains("--port"));
      assertFalse(Files.exists(data.resolve("postgres")));
    }
  }

  @Test
  void theChannelsMistakesAreToldWithTheOthers() {
    BadConfig bad =
        assertThrows(
            BadConfig.class,
            () ->
                TestGateway.start(
                    data,
                    """
                    http: {colour: blue}
                    channels:
                      a: {kind: chat, department: moon, origin: x}
                      b: {kind: line}
                      c: {kind: pigeon}
                    """));

    List<String> keys =
        bad.mistakes().stream().map(mistake -> mistake.split(" ")[0]).sorted().toList();
    assertEquals(
        List.of(
            "channels.a.department",
            "channels.a.origin",
            "channels.b.channelSecret",
            "channels.c.kind",
            "http.colour"),
        keys);
  }

  @Test
  void afterTheEndNobodyListens() throws Exception {
    TestGateway gateway = TestGateway.start(data, external(TestPostgres.freshDatabase()));
    gateway.close();

    assertThrows(ConnectException.class, () -> gateway.chat("too late"));
    assertThrows(ConnectException.class, () -> gateway.management("/health/live"));
  }

  private static String external(String url) {
    return CHAT + "database: {url: \"" + url + "\"}\n";
  }

  private static boolean storedByChat(String line) {
    return line.startsWith(
            "omnigate_messages_total{channel=\"chat\",kind=\"chat\",outcome=\"stored\"")
        && line.endsWith(" 0.0");
  }

  private static String metrics(TestGateway gateway) {
    try {
      return gateway.management("/metrics").body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
