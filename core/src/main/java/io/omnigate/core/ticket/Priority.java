package io.omnigate.core.ticket;

import java.util.Locale;
import java.util.Optional;

/** How urgent a ticket is; declared, and compared, from the most urgent down. */
public enum Priority {
  /** Everything else waits. */
  URGENT(0),
  /** Before the ordinary. */
  HIGH(1),
  /** The ordinary. */
  NORMAL(2),
  /** When nothing else waits. */
  LOW(3);

  private final int code;

  Priority(int code) {
    this.code = code;
  }

  /** The number stored in the database; smaller is more urgent. */
  public int code() {
    return code;
  }

  /** The name used in JSON and metrics: lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The priority stored under {@code code}. */
  public static Priority ofCode(int code) {
    return values()[code];
  }

  /** The priority with the given JSON name. */
  public static Optional<Priority> ofWire(String wire) {
    for (Priority priority : values()) {
      if (priority.wire().equals(wire)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
