package io.omnigate.core.ticket;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a ticket stands. Which one follows which is decided in {@link Lifecycle} and only there.
 */
public enum Status {
  /** A customer wrote and nobody has answered yet. */
  NEW(0),
  /** The customer waits for us, after we had answered at least once. */
  OPEN(1),
  /** An agent answered; the customer's turn. */
  ANSWERED(2),
  /** Put aside until a set time. */
  POSTPONED(3),
  /** Solved, as far as we know; the customer may still object. */
  RESOLVED(4),
  /** Solved for good. */
  CLOSED(5),
  /** Not a contact at all. */
  SPAM(6),
  /** In the bin; restorable until purged. */
  DELETED(7);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /** The number stored in the database; never reused. */
  public int code() {
    return code;
  }

  /** The name used in JSON and metrics: lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a ticket in this status waits for an agent and so has a place in the queue. */
  public boolean queued() {
    return this == NEW || this == OPEN;
  }

  /** The status stored under {@code code}. */
  public static Status ofCode(int code) {
    for (Status status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status has the code " + code);
  }

  /** The status with the given JSON name. */
  public static Optional<Status> ofWire(String wire) {
    for (Status status : values()) {
      if (status.wire().equals(wire)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
