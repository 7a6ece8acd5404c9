package io.omnigate.core.store;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The way to PostgreSQL: one pool that everybody shares, and single connections for those who keep
 * one. Statements are prepared once for each connection. While the server is away its callers are
 * told so within {@link #PATIENCE}; the pool finds the way back by itself.
 */
public final class Database {
  /** How long a caller waits at most for a connection, and for an answer bounded here. */
  public static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final String APPLICATION = "omnigate";
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final int POOL_SIZE = 16;
  private static final int WAITING = 2_000;
  private static final int STATEMENTS = 256;
  private static final int LONGEST_STATEMENT = 64 << 10;
  private static final int PIPELINE = 64;
  private static final String SERVER_PATIENCE = "5s";

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Pool pool;

  private Database(Vertx vertx, PgConnectOptions options, Pool pool) {
    this.vertx = vertx;
    this.options = options;
    this.pool = pool;
  }

  /**
   * Opens the database: brings its schema up to date and asserts that it stores durably. Fails with
   * a {@link Failure}: {@code UNAVAILABLE} with {@code database-unavailable} or {@code
   * not-durable}, {@code INTERNAL} with {@code migration-failed}.
   *
   * @param url {@code postgresql://user:password@host:port/database}
   */
  public static Future<Database> open(Vertx vertx, String url) {
    return open(vertx, url, POOL_SIZE);
  }

  /**
   * The same with a pool of {@code size} connections; those of {@link #connect} come on top.
   *
   * @throws IllegalArgumentException where {@code url} is no such URL
   */
  public static Future<Database> open(Vertx vertx, String url, int size) {
    PgConnectOptions options = optionsFrom(url);
    Database database = new Database(vertx, options, pool(vertx, options, size));
    return Migrations.run(vertx, database.pool, options)
        .compose(migrated -> DurableSettings.check(database.pool))
        .map(database)
        .recover(
            cause -> database.close().transform(closed -> Future.failedFuture(translate(cause))));
  }

  /** The pool, for everybody's short transactions. */
  public Pool pool() {
    return pool;
  }

  /** How its connections are made; a copy. */
  public PgConnectOptions options() {
    return new PgConnectOptions(options);
  }

  /** A connection of the caller's own, to be closed by them. */
  public Future<PgConnection> connect() {
    Future<PgConnection> connecting = PgConnection.connect(vertx, options());
    return connecting
        .timeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> connecting.onSuccess(PgConnection::close))
        .recover(cause -> Future.failedFuture(translate(cause)));
  }

  /**
   * Whether contacts can be stored now: the server answers and its durable settings are on. Fails
   * with what is wrong.
   */
  public Future<Void> check() {
    return bounded(DurableSettings.check(pool));
  }

  /**
   * {@code answer}, or {@code UNAVAILABLE} when it does not come within {@link #PATIENCE}; other
   * trouble with the connection is translated as well. What was sent may still be carried out.
   */
  public static <T> Future<T> bounded(Future<T> answer) {
    return answer
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(translate(cause)));
  }

  /** Trouble with the way to the database as {@code UNAVAILABLE}; anything else unchanged. */
  public static Throwable translate(Throwable cause) {
    return DatabaseTrouble.translate(cause);
  }

  /** Closes the pool. */
  public Future<Void> close() {
    return pool.close();
  }

  private static PgConnectOptions optionsFrom(String url) {
    PgConnectOptions options = PgConnectOptions.fromUri(url);
    options.addProperty("application_name", APPLICATION);
    // A gateway that vanished in mid-transaction must not keep its locks for long.
    options.addProperty("statement_timeout", SERVER_PATIENCE);
    options.addProperty("idle_in_transaction_session_timeout", SERVER_PATIENCE);
    options.setCachePreparedStatements(true);
    options.setPreparedStatementCacheMaxSize(STATEMENTS);
    options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
    options.setPipeliningLimit(PIPELINE);
    return options;
  }

  private static Pool pool(Vertx vertx, PgConnectOptions options, int size) {
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setName(APPLICATION)
                .setMaxSize(size)
                .setMaxWaitQueueSize(WAITING)
                .setConnectionTimeout((int) PATIENCE.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .with(
            new NetClientOptions()
                .setConnectTimeout((int) CONNECT.toMillis())
                .setTcpKeepAlive(true))
        .connectingTo(options)
        .using(vertx)
        .build();
  }
}
