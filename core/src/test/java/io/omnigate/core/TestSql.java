package io.omnigate.core;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Talks to a server by another driver than the one under test. URLs as {@link TestPostgres} gives
 * them.
 */
public final class TestSql {
  private TestSql() {}

  /** A connection of its own. */
  public static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] user = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
        user[0],
        user[1]);
  }

  /** The first column of the first row. */
  public static String ask(String url, String query) {
    try (Connection connection = connect(url);
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Runs one statement. */
  public static void run(String url, String statement) {
    try (Connection connection = connect(url)) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Whether the server answers. */
  public static boolean answers(String url) {
    try {
      return "1".equals(ask(url, "SELECT 1"));
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
