package io.omnigate.core.ticket;

import org.jspecify.annotations.Nullable;

/**
 * What the lifecycle asks of a ticket besides the trigger.
 *
 * @param status where it stands
 * @param postponedFrom where it stood when it was postponed; kept while postponed, and under spam
 *     and deleted until it is back
 * @param spamFrom where it stood when it was marked as spam
 * @param deletedFrom where it stood when it was deleted
 * @param inReopenWindow whether it was resolved or closed so recently that the customer may reopen
 *     it
 * @param purged whether its content is erased already
 */
public record Situation(
    Status status,
    @Nullable Status postponedFrom,
    @Nullable Status spamFrom,
    @Nullable Status deletedFrom,
    boolean inReopenWindow,
    boolean purged) {

  /** A ticket in {@code status} that was never put aside, inside its reopen window. */
  public static Situation of(Status status) {
    return new Situation(status, null, null, null, true, false);
  }
}
