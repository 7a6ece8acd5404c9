package io.omnigate.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.bench.TestLaboratory;
import io.omnigate.bench.load.Driver;
import io.omnigate.bench.load.Faults;
import io.omnigate.bench.load.Judge;
import io.omnigate.bench.load.Ledger;
import io.omnigate.bench.load.Load;
import io.omnigate.bench.scenario.Laboratory;
import io.omnigate.bench.target.GatewayServer;
import io.omnigate.bench.traffic.FollowUpTraffic;
import io.omnigate.bench.traffic.Numbers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of a real gateway, as it wrote them and with one of them altered behind its back. */
class StoreCheckTest {
  @TempDir static Path folder;
  private static final Faults LOAD_FAULTS = new Faults();
  private static final Ledger LEDGER = new Ledger(LOAD_FAULTS);
  private static GatewayServer gateway;
  private static Stored before;

  private final Faults faults = new Faults();

  @BeforeAll
  static void fill() throws Exception {
    Laboratory laboratory = TestLaboratory.in(folder);
    gateway = laboratory.start(laboratory.freshData());
    try (Connection connection = gateway.database().connect()) {
      before = Stored.in(connection);
    }
    Load.Orders orders =
        new Load.Orders(
            new FollowUpTraffic("chat", new Numbers()),
            new Judge(LOAD_FAULTS, false),
            LEDGER,
            LOAD_FAULTS);
    try (Driver driver = new Driver();
        Load load = Load.closed(driver, gateway.address(), 16, orders)) {
      TimeUnit.SECONDS.sleep(2);
    }
  }

  @AfterAll
  static void end() throws InterruptedException {
    gateway.close();
  }

  @Test
  void whatAGatewayWroteIsWhatItPromised() throws Exception {
    check("SELECT");
    assertEquals(List.of(), LOAD_FAULTS.first());
    assertEquals(List.of(), faults.first());
    assertTrue(LEDGER.accepted().size() > LEDGER.opened(), "some followed up others");
    assertTrue(LEDGER.opened() > 20, "opened " + LEDGER.opened());
  }

  static Stream<Arguments> alterations() {
    return Stream.of(
        Arguments.of("wrong-inbound", "DELETE FROM inbound WHERE message = '%s'"),
        Arguments.of(
            "wrong-inbound", "UPDATE inbound SET created = NOT created WHERE message = '%s'"),
        Arguments.of(
            "wrong-inbound",
            """
            UPDATE inbound i SET ticket = (SELECT min(id) FROM ticket t WHERE t.id <> i.ticket)
            WHERE message = '%s'"""),
        Arguments.of(
            "wrong-inbound",
            """
            INSERT INTO inbound
            SELECT channel, 'another key', received_at, raw, shared_sha256, message, outcome, reason,
                   ticket, visitor, status, created
            FROM inbound WHERE message = '%s'"""),
        Arguments.of("wrong-entry", "DELETE FROM entry WHERE id = '%s'"),
        Arguments.of("wrong-entry", "UPDATE entry SET body = 'm000000000000 ' WHERE id = '%s'"),
        Arguments.of(
            "wrong-ticket",
            """
            UPDATE ticket SET message_count = message_count + 1
            WHERE id = (SELECT ticket FROM inbound WHERE message = '%s')"""),
        Arguments.of(
            "wrong-ticket",
            "DELETE FROM ticket WHERE id = (SELECT ticket FROM inbound WHERE message = '%s')"),
        Arguments.of(
            "promised were",
            """
            INSERT INTO inbound
            SELECT channel, 'another key', received_at, raw, shared_sha256, 'nobody''s', outcome,
                   reason, ticket, visitor, status, created
            FROM inbound WHERE message = '%s'"""));
  }

  @ParameterizedTest
  @MethodSource("alterations")
  void oneRowThatIsNotAsPromisedIsFound(String found, String alteration) throws Exception {
    String message = LEDGER.accepted().getFirst().receipt().message();
    check(alteration.formatted(message));
    assertTrue(
        faults.first().stream().anyMatch(fault -> fault.startsWith(found)),
        found + " is not among " + faults.first());
  }

  /** Checks with one alteration, which is then undone. */
  private void check(String alteration) throws Exception {
    try (Connection connection = gateway.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // A superuser's way around triggers and foreign keys.
      statement.execute("SET LOCAL session_replication_role = replica");
      statement.execute(alteration);
      new StoreCheck(faults).check(connection, LEDGER, before);
      connection.rollback();
    }
  }
}
