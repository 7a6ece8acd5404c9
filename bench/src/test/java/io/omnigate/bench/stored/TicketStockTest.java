package io.omnigate.bench.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.postgres.EmbeddedPostgres;
import io.omnigate.core.store.Migrations;
import io.omnigate.core.ticket.TicketId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock is stored past the foreign keys, so that they are looked up here. */
class TicketStockTest {
  private static final int TICKETS = 500;

  @TempDir Path folder;

  @Test
  void everyRowLeadsToOneThatIsThereAndATenthIsOpen() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(folder);
    try {
      Migrations.migrate(server.url());
      try (Connection connection = DriverManager.getConnection("jdbc:" + withUser(server.url()))) {
        new TicketStock(1, TICKETS).storeIn(connection);
        new TicketStock(2, TICKETS).storeIn(connection);
        try (Statement statement = connection.createStatement()) {
          assertEquals(2 * TICKETS, whole(statement));
          long open = count(statement, "SELECT count(*) FROM ticket WHERE status = 0");
          assertTrue(open > TICKETS / 10 && open < TICKETS * 3 / 10, "open: " + open);
          try (ResultSet ids = statement.executeQuery("SELECT id FROM ticket")) {
            while (ids.next()) {
              assertTrue(TicketId.parse(ids.getString(1)).isPresent());
            }
          }
        }
      }
    } finally {
      server.abort();
    }
  }

  /** Tickets that have everything a contact leaves. */
  private static long whole(Statement statement) throws SQLException {
    return count(
        statement,
        """
        SELECT count(*) FROM ticket t
        JOIN contact c ON c.id = t.contact
        JOIN identity i ON i.contact = c.id
        JOIN conversation v ON v.ticket = t.id
        JOIN entry m ON m.ticket = t.id AND m.seq = 1 AND m.kind = 0
        JOIN entry e ON e.ticket = t.id AND e.seq = t.last_seq AND e.kind = 2
        JOIN inbound b ON b.ticket = t.id AND b.message = m.id AND b.visitor = c.visitor
        """);
  }

  private static long count(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** As JDBC wants it: postgresql://host:port/database?user=…&password=… */
  private static String withUser(String url) {
    String[] parts = url.substring("postgresql://".length()).split("@", -1);
    String[] user = parts[0].split(":", -1);
    return "postgresql://" + parts[1] + "?user=" + user[0] + "&password=" + user[1];
  }
}
