package io.omnigate.core.store;

import io.omnigate.core.error.Failure;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells trouble with the way to the database, which passes, from mistakes in what was asked. */
final class DatabaseTrouble {
  /** Classes of SQLSTATE: connection exceptions, insufficient resources, system errors. */
  private static final List<String> CLASSES = List.of("08", "53", "58");

  /**
   * Statement timeout, administrator's shutdown, crash shutdown, starting up, database dropped,
   * idle session, idle in a transaction, and a server that became a read-only standby.
   */
  private static final Set<String> STATES =
      Set.of("57014", "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25006");

  /** How the client's own messages begin that come without a type. */
  private static final List<String> MESSAGES =
      List.of("Timeout", "Connection ", "Pool closed", "Client is closed");

  private DatabaseTrouble() {}

  /** {@code cause} as {@code UNAVAILABLE} where it is such trouble; else {@code cause} itself. */
  static Throwable translate(Throwable cause) {
    return isTrouble(cause)
        ? new Failure(
            Failure.Kind.UNAVAILABLE,
            "database-unavailable",
            "The database is away or slow for the moment. Look whether it was stored before you try"
                + " again.")
        : cause;
  }

  private static boolean isTrouble(Throwable cause) {
    return switch (cause) {
      case PgException e -> isTrouble(e.getSqlState());
      case ClosedConnectionException e -> true;
      case ConnectionPoolTooBusyException e -> true;
      case TimeoutException e -> true;
      case IOException e -> true;
      case VertxException e -> isTroubleByMessage(String.valueOf(e.getMessage()));
      default -> false;
    };
  }

  private static boolean isTrouble(String state) {
    return STATES.contains(state) || CLASSES.stream().anyMatch(state::startsWith);
  }

  private static boolean isTroubleByMessage(String message) {
    return MESSAGES.stream().anyMatch(message::startsWith);
  }
}
