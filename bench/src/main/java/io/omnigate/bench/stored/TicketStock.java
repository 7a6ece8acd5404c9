package io.omnigate.bench.stored;

import io.omnigate.bench.traffic.Words;
import io.omnigate.core.store.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Tickets to be stored, a tenth of them open, by COPY into every table that a contact leaves rows
 * in. Texts are shorter than those that are sent, so that a million of them fit on a small disk.
 */
public final class TicketStock {
  private static final Sql SQL = Sql.of("stored.sql");
  private static final int BUFFER = 1 << 16;
  private static final int TEXT = 200;

  private final long seed;
  private final int count;
  private final Instant now = Instant.now();

  /**
   * So many tickets.
   *
   * @param seed another one gives other tickets
   */
  public TicketStock(long seed, int count) {
    this.seed = seed;
    this.count = count;
  }

  /** The columns of one table, tab separated and with a line end each. */
  private interface Rows {
    void write(StringBuilder out, StoredTicket ticket);
  }

  /**
   * Stores them. Foreign keys are not looked up for each row, which takes a superuser: each pass
   * makes the same sequence of tickets again.
   */
  public void storeIn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SQL.get("without-lookups"));
    }
    String text = Words.of(TEXT, new Random(seed));
    Set<String> visitors = visitors(connection);
    copy(
        connection,
        "contacts",
        (out, each) -> {
          String visitor = visitors.add(each.visitor()) ? each.visitor() : "\\N";
          row(out, each.contact(), visitor, each.at());
        });
    copy(
        connection,
        "identities",
        (out, each) -> row(out, "2", "chat:" + each.key(), each.contact(), "f"));
    copy(connection, "tickets", (out, each) -> ticket(out, each, text));
    copy(connection, "conversations", (out, each) -> row(out, "chat", each.key(), each.id()));
    copy(
        connection,
        "entries",
        (out, each) -> {
          row(out, each.id(), "1", each.message(), each.at(), "0", "0", "0", text);
          row(out, each.id(), "2", each.message(), each.at(), "2", "2", "2", "Opened by chat.");
        });
    copy(connection, "inbound", (out, each) -> inbound(out, each, text));
  }

  /** Those given already: among a million of 35 random bits some come twice. */
  private static Set<String> visitors(Connection connection) throws SQLException {
    Set<String> visitors = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SQL.get("visitors"))) {
      while (rows.next()) {
        visitors.add(rows.getString("visitor"));
      }
    }
    return visitors;
  }

  private void copy(Connection connection, String table, Rows rows) throws SQLException {
    RandomGenerator random = new Random(seed);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(SQL.get(table));
    StringBuilder out = new StringBuilder(BUFFER + TEXT * 4);
    for (int i = 0; i < count; i++) {
      rows.write(out, StoredTicket.next(random, now));
      if (out.length() > BUFFER || i == count - 1) {
        byte[] bytes = out.toString().getBytes(StandardCharsets.US_ASCII);
        copy.writeToCopy(bytes, 0, bytes.length);
        out.setLength(0);
      }
    }
    copy.endCopy();
  }

  private static void ticket(StringBuilder out, StoredTicket each, String text) {
    String closed = each.open() ? "\\N" : each.at().toString();
    row(
        out,
        each.id(),
        each.open() ? "0" : "5",
        "2",
        text.substring(0, 60),
        "chat",
        "chat",
        "support",
        each.contact(),
        each.at(),
        each.at(),
        each.open() ? each.at() : "\\N",
        // Not due before the bench has ended: otherwise the clock would write to all of them.
        each.open() ? each.at().plusSeconds(2L * 365 * 86_400) : "\\N",
        closed,
        "1",
        text.substring(0, 140),
        "2",
        "1",
        each.key());
  }

  private static void inbound(StringBuilder out, StoredTicket each, String text) {
    row(
        out,
        "chat",
        each.key(),
        each.at(),
        text,
        each.message(),
        "0",
        each.id(),
        each.visitor(),
        "0",
        "t");
  }

  private static void row(StringBuilder out, Object... columns) {
    for (int i = 0; i < columns.length; i++) {
      out.append(i == 0 ? "" : "\t").append(columns[i]);
    }
    out.append('\n');
  }
}
