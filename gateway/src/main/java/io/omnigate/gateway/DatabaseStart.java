package io.omnigate.gateway;

import io.omnigate.core.error.Failure;
import io.omnigate.core.postgres.EmbeddedPostgres;
import io.omnigate.core.store.Database;
import io.omnigate.gateway.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database: an external one, which may be a little late itself, or a PostgreSQL of our
 * own in the data folder.
 */
final class DatabaseStart {
  /** How long an external database that is away is usually waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(DatabaseStart.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Closing closing;
  private final Duration patience;

  /**
   * A start.
   *
   * @param closing is told how to end what was begun
   * @param patience how long an external database that is away is waited for
   */
  DatabaseStart(Vertx vertx, Closing closing, Duration patience) {
    this.vertx = vertx;
    this.closing = closing;
    this.patience = patience;
  }

  /** Opens it; its schema is up to date then. */
  Future<Database> open(DatabaseConfig config, Path data) {
    String url = config.url();
    Future<Database> opened =
        url == null
            ? embedded(data).compose(own -> Database.open(vertx, own))
            : external(url, System.nanoTime() + patience.toNanos());
    return opened.onSuccess(database -> closing.first("database", CLOSE, database::close));
  }

  private Future<String> embedded(Path data) {
    return vertx
        .executeBlocking(() -> EmbeddedPostgres.start(data.resolve("postgres")), false)
        .map(
            started -> {
              EmbeddedPostgres server = Objects.requireNonNull(started);
              closing.first("PostgreSQL", STOP, () -> stop(server));
              return server.url();
            });
  }

  private Future<?> stop(EmbeddedPostgres server) {
    return vertx.executeBlocking(
        () -> {
          server.close();
          return true;
        },
        false);
  }

  private Future<Database> external(String url, long deadline) {
    return Database.open(vertx, url).recover(cause -> again(url, deadline, cause));
  }

  private Future<Database> again(String url, long deadline, Throwable cause) {
    boolean away =
        cause instanceof Failure failure && "database-unavailable".equals(failure.code());
    if (!away || System.nanoTime() >= deadline) {
      return Future.failedFuture(cause);
    }
    long left = Duration.ofNanos(deadline - System.nanoTime()).toSeconds();
    log.atWarn().addKeyValue("secondsLeft", left).log("the database is away; trying again");
    return vertx.timer(RETRY.toMillis()).compose(fired -> external(url, deadline));
  }
}
