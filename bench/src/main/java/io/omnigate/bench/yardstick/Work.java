package io.omnigate.bench.yardstick;

import java.sql.Connection;
import java.sql.SQLException;

/** One client's work: a transaction at a time on its own connection. */
interface Work {
  /** Does one transaction; the contacts it wrote. */
  int once() throws SQLException;

  /** Prepares the work on a connection. */
  interface Kind {
    Work on(Connection connection) throws SQLException;
  }
}
