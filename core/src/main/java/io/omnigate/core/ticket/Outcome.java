package io.omnigate.core.ticket;

/** What {@link Lifecycle#decide} says of a trigger. */
public sealed interface Outcome {
  /** The ticket takes the status {@code to}. */
  record Move(Status to) implements Outcome {}

  /** Allowed; the status stays as it is. */
  record Stay() implements Outcome {}

  /** The ticket is over: what was written opens a new ticket that links back to it. */
  record FollowUp() implements Outcome {}

  /** Content and person are erased; the status stays as it is. */
  record Purge() implements Outcome {}

  /** Not in the table: refused. */
  record Illegal() implements Outcome {}
}
