package io.omnigate.core.store;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs work in a transaction of its own; again a few times where it only lost against another one.
 */
final class Transactions {
  private static final int ATTEMPTS = 4;

  /**
   * Serialization failure, deadlock, and a file that a purge dropped while it was being attached.
   */
  private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "23503");

  /** What PostgreSQL says of U+0000, the one character that it does not store. */
  private static final Set<String> NUL = Set.of("22021", "22P05");

  private final Pool pool;

  Transactions(Database database) {
    this.pool = database.pool();
  }

  /**
   * Commits {@code work}, or rolls it back. Fails with what {@code work} fails with, or with {@link
   * Failure} {@code UNAVAILABLE} where the database is away or too much else is going on.
   */
  <T> Future<T> run(Function<SqlConnection, Future<T>> work) {
    return Database.bounded(attempt(work, ATTEMPTS));
  }

  // withTransaction is declared to answer null; it answers what the work answers.
  @SuppressWarnings("NullAway")
  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int left) {
    return pool.withTransaction(work)
        .recover(
            failure ->
                !isTransient(failure)
                    ? Future.failedFuture(isNul(failure) ? unstorable() : failure)
                    : left > 1 ? attempt(work, left - 1) : Future.failedFuture(busy()));
  }

  private static Failure busy() {
    return new Failure(
        Failure.Kind.UNAVAILABLE, "busy", "Too many want the same at once; try again shortly.");
  }

  private static Failure unstorable() {
    return new Failure(
        Failure.Kind.INVALID, "invalid-text", "A text holds the character U+0000; leave it out.");
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof PgException refused && TRANSIENT.contains(refused.getSqlState());
  }

  private static boolean isNul(Throwable failure) {
    return failure instanceof PgException refused && NUL.contains(refused.getSqlState());
  }
}
