package io.omnigate.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** The embedded PostgreSQL of a gateway, found by what its data folder says. */
public final class Database {
  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;
  private static final String NAME = "omnigate";

  private final String password;
  private final long pid;
  private final int port;

  private Database(String password, long pid, int port) {
    this.password = password;
    this.pid = pid;
    this.port = port;
  }

  /** The server that runs on the gateway's {@code data} folder. */
  static Database of(Path data) {
    try {
      Path folder = data.resolve("postgres");
      // PostgreSQL's src/include/utils/pidfile.h says which line is which.
      List<String> lines = Files.readAllLines(folder.resolve("pgdata/postmaster.pid"));
      return new Database(
          Files.readString(folder.resolve("password")).strip(),
          Long.parseLong(lines.get(PID_LINE).strip()),
          Integer.parseInt(lines.get(PORT_LINE).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("no PostgreSQL runs in " + data, e);
    }
  }

  /** A connection to the gateway's own database. */
  public Connection connect() throws SQLException {
    return connect(NAME, new Properties());
  }

  /** A connection to another database of the same server. */
  public Connection connect(String name, Properties options) throws SQLException {
    Properties all = new Properties();
    all.putAll(options);
    all.setProperty("user", NAME);
    all.setProperty("password", password);
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + '/' + name, all);
  }

  /** Tells the planner what is in the gateway's tables; on fresh ones it plans for empty tables. */
  public void analyze() throws SQLException {
    execute("ANALYZE");
  }

  /** Has all that was changed written to disk, so that nobody waits behind it later. */
  public void checkpoint() throws SQLException {
    execute("CHECKPOINT");
  }

  /**
   * Has all done that the server would do in the background after so much was written: autovacuum
   * would begin with it in the middle of what is measured next.
   */
  public void rest() throws SQLException {
    execute("VACUUM (ANALYZE)");
    checkpoint();
  }

  private void execute(String command) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** The server's first process. */
  long pid() {
    return pid;
  }
}
