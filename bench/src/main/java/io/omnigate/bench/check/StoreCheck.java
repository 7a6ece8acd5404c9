package io.omnigate.bench.check;

import io.omnigate.bench.load.Faults;
import io.omnigate.bench.load.Ledger;
import io.omnigate.bench.load.Outgoing;
import io.omnigate.core.store.Sql;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Holds what was promised against the rows: every accepted message is stored once, with its own
 * text, in the ticket that its receipt names; and nothing else came.
 */
public final class StoreCheck {
  private static final Sql SQL = Sql.of("check.sql");
  private static final List<String> CHECKS =
      List.of("wrong-inbound", "wrong-entry", "wrong-ticket");

  private final Faults faults;

  /** A check that tells {@code faults} what it finds. */
  public StoreCheck(Faults faults) {
    this.faults = faults;
  }

  /**
   * Checks a ledger whose load has ended.
   *
   * @param before the rows that there were before it began
   */
  public void check(Connection connection, Ledger ledger, Stored before)
      throws SQLException, IOException {
    Stored came = Stored.in(connection).since(before);
    Stored promised =
        new Stored(ledger.accepted().size(), ledger.opened(), ledger.accepted().size());
    if (!came.covers(promised, ledger.open())) {
      faults.add(
          "promised were %s and %d were left open, stored are %s"
              .formatted(promised, ledger.open(), came));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(SQL.get("make-accepted"));
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(SQL.get("copy-accepted"), new StringReader(rows(ledger)));
      statement.execute(SQL.get("analyze-accepted"));
      for (String check : CHECKS) {
        long wrong = count(statement, check);
        if (wrong > 0) {
          faults.add(check + ": " + wrong + " of " + ledger.accepted().size());
        }
      }
    }
  }

  private static long count(Statement statement, String check) throws SQLException {
    try (ResultSet row = statement.executeQuery(SQL.get(check))) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String rows(Ledger ledger) {
    StringBuilder rows = new StringBuilder();
    for (Ledger.Accepted each : ledger.accepted()) {
      rows.append(Outgoing.mark(each.number())).append('\t');
      rows.append(each.receipt().ticket()).append('\t');
      rows.append(each.receipt().message()).append('\t');
      rows.append(each.receipt().created()).append('\n');
    }
    return rows.toString();
  }
}
