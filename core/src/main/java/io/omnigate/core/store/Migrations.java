package io.omnigate.core.store;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date. One query tells whether it is already: only else Flyway, which
 * takes longer to load than everything else at the start, is asked. Several gateways may start on
 * one database at once; Flyway lets one of them migrate.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String QUERY = Sql.of("database.sql").get("migrations");
  private static final String UNDEFINED_TABLE = "42P01";

  private Migrations() {}

  static Future<Void> run(Vertx vertx, SqlClient client, PgConnectOptions options) {
    return applied(client)
        .compose(
            applied ->
                vertx.executeBlocking(
                    () -> {
                      boolean needed = !isCurrent(applied);
                      if (needed) {
                        migrate(options);
                      }
                      return needed;
                    }))
        .mapEmpty();
  }

  /** Whether every migration on board has been applied, unchanged. Newer ones do not matter. */
  static boolean isCurrent(Map<String, Integer> applied) {
    return applied.entrySet().containsAll(MigrationFiles.checksums().entrySet());
  }

  /** The checksums of the migrations in the database, by version. */
  static Future<Map<String, Integer>> applied(SqlClient client) {
    return client
        .query(QUERY)
        .execute()
        .map(Migrations::checksums)
        .recover(
            cause ->
                cause instanceof PgException e && UNDEFINED_TABLE.equals(e.getSqlState())
                    ? Future.succeededFuture(Map.of())
                    : Future.failedFuture(cause));
  }

  /**
   * Migrates the database at {@code url}; blocks.
   *
   * @param url {@code postgresql://user:password@host:port/database}
   */
  public static void migrate(String url) {
    migrate(PgConnectOptions.fromUri(url));
  }

  private static void migrate(PgConnectOptions options) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {options.getHost()});
    source.setPortNumbers(new int[] {options.getPort()});
    source.setDatabaseName(options.getDatabase());
    source.setUser(options.getUser());
    source.setPassword(options.getPassword());
    source.setSslMode(options.getSslMode().value);
    source.setApplicationName("omnigate-migration");
    try {
      int done =
          Flyway.configure()
              .dataSource(source)
              .locations("classpath:db/migration")
              .loggers("slf4j")
              .load()
              .migrate()
              .migrationsExecuted;
      LOG.atInfo().addKeyValue("migrations", done).log("the schema is up to date");
    } catch (FlywayException e) {
      LOG.atError().setCause(e).log("the schema cannot be brought up to date");
      throw new Failure(
          Failure.Kind.INTERNAL,
          "migration-failed",
          "The database's schema cannot be brought up to date: " + e.getMessage());
    }
  }

  private static Map<String, Integer> checksums(RowSet<Row> rows) {
    Map<String, Integer> checksums = new HashMap<>();
    for (Row row : rows) {
      checksums.put(row.getString("version"), row.getInteger("checksum"));
    }
    return checksums;
  }
}
