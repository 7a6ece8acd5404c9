package io.omnigate.core.store;

import io.omnigate.core.intake.Uploads;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Slices in PostgreSQL; {@link DueTickets} drops those that nobody came back for. */
public final class PgUploads implements Uploads {
  private static final Sql SQL = Sql.of("upload.sql");

  private final SqlClient client;

  /** Slices kept in {@code database}. */
  public PgUploads(Database database) {
    this.client = database.pool();
  }

  @Override
  public Future<Void> add(String message, int part, int position, Buffer slice) {
    Tuple row = Tuple.of(message, part, position, slice);
    return Database.bounded(client.preparedQuery(SQL.get("add")).execute(row)).mapEmpty();
  }

  @Override
  public Future<Void> forget(String message) {
    return Database.bounded(client.preparedQuery(SQL.get("forget")).execute(Tuple.of(message)))
        .mapEmpty();
  }
}
