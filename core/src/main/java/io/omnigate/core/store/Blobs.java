package io.omnigate.core.store;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The bytes of files, a stretch at a time. */
final class Blobs {
  private static final Sql SQL = Sql.of("ticket.sql");

  private final SqlClient client;

  Blobs(Database database) {
    this.client = database.pool();
  }

  /**
   * At most {@code length} bytes from {@code from} on of the file with such a hash; fails with
   * {@code NOT_FOUND} where it is gone by now, within {@link Database#PATIENCE}.
   */
  Future<Buffer> slice(Buffer sha256, long from, int length) {
    Tuple place = Tuple.of(sha256, Math.toIntExact(from + 1), length);
    return Database.bounded(client.preparedQuery(SQL.get("blob-slice")).execute(place))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> row.getBuffer("slice"))
                    .orElseThrow(Blobs::gone));
  }

  private static Failure gone() {
    return new Failure(Failure.Kind.NOT_FOUND, "not-found", "the file was purged meanwhile");
  }
}
