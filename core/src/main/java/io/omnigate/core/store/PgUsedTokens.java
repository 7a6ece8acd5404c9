package io.omnigate.core.store;

import io.omnigate.core.intake.UsedTokens;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** One-time tokens in PostgreSQL; each use forgets a few that have expired. */
public final class PgUsedTokens implements UsedTokens {
  private static final Sql SQL = Sql.of("token.sql");

  private final SqlClient client;

  /** Tokens kept in {@code database}. */
  public PgUsedTokens(Database database) {
    this.client = database.pool();
  }

  @Override
  public Future<Boolean> use(Use use) {
    Tuple parameters =
        Tuple.of(
            use.scope(),
            use.token(),
            use.bodySha256(),
            Times.of(use.now()),
            Times.of(use.expiresAt()));
    return Database.bounded(client.preparedQuery(SQL.get("use")).execute(parameters))
        .map(rows -> rows.iterator().next().getBuffer("body_sha256").equals(use.bodySha256()));
  }
}
