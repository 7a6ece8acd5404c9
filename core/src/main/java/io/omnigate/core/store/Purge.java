package io.omnigate.core.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Erases what a ticket held and whom it was with, for good: texts, files, raw payloads, addresses,
 * conversation keys, and the contact's person unless another ticket needs it. The ID and the
 * history of statuses stay.
 */
final class Purge {
  private static final Sql SQL = Sql.of("purge.sql");
  private static final List<String> AFTER_FILES =
      List.of(
          "payloads",
          "conversations",
          "outbox",
          "provider-ids",
          "ticket",
          "lock-contact",
          "identities",
          "contact");

  /** Erases a ticket whose row the transaction has locked and marked as purged. */
  Future<Void> erase(SqlConnection connection, String ticket) {
    return run(connection, "announce", ticket)
        .compose(done -> run(connection, "entries", ticket))
        .compose(done -> run(connection, "events", ticket))
        .compose(done -> run(connection, "files", ticket))
        .compose(files -> dropBlobs(connection, files))
        .compose(done -> runAll(connection, ticket));
  }

  private static Future<Void> runAll(SqlConnection connection, String ticket) {
    Future<RowSet<Row>> erased = Future.succeededFuture();
    for (String statement : AFTER_FILES) {
      erased = erased.compose(done -> run(connection, statement, ticket));
    }
    return erased.mapEmpty();
  }

  /** Drops those of {@code files} that nothing refers to any more. */
  static Future<Void> dropBlobs(SqlConnection connection, RowSet<Row> files) {
    Buffer[] sums = files.stream().map(row -> row.getBuffer("sha256")).toArray(Buffer[]::new);
    return connection
        .preparedQuery(SQL.get("blobs"))
        .execute(Tuple.from(new Object[] {sums}))
        .mapEmpty();
  }

  private static Future<RowSet<Row>> run(
      SqlConnection connection, String statement, String ticket) {
    return connection.preparedQuery(SQL.get(statement)).execute(Tuple.of(ticket));
  }
}
