package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Outcome;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Trigger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The invariants that hold over a whole database, whatever happened to it. */
final class Histories {
  private static final String EVENTS =
      "SELECT ticket, facts->>'event' AS event, facts->>'from' AS source, facts->>'to' AS target"
          + " FROM entry WHERE kind = 2 AND facts->>'event' IN ('created', 'status')"
          + " ORDER BY ticket, seq";

  private Histories() {}

  /** Every history is a path in the lifecycle, seq has no gaps, nothing dangles. */
  static void assertLegal(String databaseUrl) throws SQLException {
    try (Connection connection = TestSql.connect(databaseUrl);
        Statement statement = connection.createStatement()) {
      assertPaths(statement);
      assertNone(
          statement,
          "SELECT ticket FROM entry GROUP BY ticket HAVING count(*) <> max(seq) OR min(seq) <> 1",
          "a thread has a gap");
      assertNone(
          statement,
          "SELECT t.id FROM ticket t WHERE t.last_seq <>"
              + " (SELECT max(seq) FROM entry e WHERE e.ticket = t.id)",
          "a ticket's last seq is not its thread's");
      assertNone(
          statement,
          "SELECT t.id FROM ticket t WHERE t.message_count <>"
              + " (SELECT count(*) FROM entry e WHERE e.ticket = t.id AND e.kind = 0)",
          "a ticket miscounts its messages");
      assertNone(
          statement,
          "SELECT i.value FROM identity i LEFT JOIN contact c ON c.id = i.contact"
              + " WHERE c.id IS NULL",
          "an address belongs to nobody");
    }
  }

  private static void assertPaths(Statement statement) throws SQLException {
    Map<String, Status> at = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(EVENTS)) {
      while (rows.next()) {
        String ticket = rows.getString("ticket");
        Status to = Status.ofWire(rows.getString("target")).orElseThrow();
        if (rows.getString("event").equals("created")) {
          assertEquals(null, at.put(ticket, to), ticket + " was created twice");
        } else {
          Status from = Status.ofWire(rows.getString("source")).orElseThrow();
          assertEquals(at.put(ticket, to), from, ticket + " jumped");
          assertTrue(reachable(from).contains(to), ticket + " went from " + from + " to " + to);
        }
      }
    }
    try (ResultSet rows = statement.executeQuery("SELECT id, status FROM ticket")) {
      while (rows.next()) {
        assertEquals(Status.ofCode(rows.getInt("status")), at.get(rows.getString("id")));
      }
    }
  }

  private static Set<Status> reachable(Status from) {
    Set<Status> reachable = EnumSet.noneOf(Status.class);
    for (Trigger trigger : Trigger.values()) {
      for (Status before : Status.values()) {
        Situation at = new Situation(from, before, before, before, true, false);
        if (Lifecycle.decide(at, trigger) instanceof Outcome.Move(Status to)) {
          reachable.add(to);
        }
      }
    }
    return reachable;
  }

  private static void assertNone(Statement statement, String query, String what)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      assertTrue(!rows.next(), () -> what);
    }
  }
}
