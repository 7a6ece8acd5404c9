package io.omnigate.bench.check;

import io.omnigate.core.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How many rows a database holds.
 *
 * @param inbound accepted payloads
 * @param tickets tickets
 * @param messages messages in threads
 */
public record Stored(long inbound, long tickets, long messages) {
  private static final Sql SQL = Sql.of("check.sql");

  /** As it is now. */
  public static Stored in(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SQL.get("counts"))) {
      row.next();
      return new Stored(row.getLong("inbound"), row.getLong("ticket"), row.getLong("message"));
    }
  }

  /** What has come since {@code earlier}. */
  Stored since(Stored earlier) {
    return new Stored(
        inbound - earlier.inbound, tickets - earlier.tickets, messages - earlier.messages);
  }

  /** Whether this is {@code promised}, and of {@code open} messages more any or none. */
  boolean covers(Stored promised, long open) {
    Stored more = since(promised);
    return more.inbound >= 0
        && more.inbound <= open
        && more.messages == more.inbound
        && more.tickets >= 0
        && more.tickets <= more.inbound;
  }
}
