package io.omnigate.core.rules;

import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the passing of time asks for. Each rule asks only for what is not done yet, so that applying
 * them again changes nothing.
 */
public final class TimeRules {
  private TimeRules() {}

  /** What a rule asks for. */
  public enum Action {
    /** A postponed ticket's time has come. */
    WAKE_UP,
    /** The customer was to have an answer by now. */
    MARK_OVERDUE
  }

  /** What is to be done to a ticket at the time {@code now}, in this order. */
  public static List<Action> actions(TicketState state, Instant now) {
    List<Action> actions = new ArrayList<>();
    boolean wakes =
        state.status() == Status.POSTPONED && passed(state.aside().postponedUntil(), now);
    if (wakes) {
      actions.add(Action.WAKE_UP);
    }
    boolean queued = wakes || state.status().queued();
    if (queued && !state.waiting().overdue() && passed(state.waiting().dueAt(), now)) {
      actions.add(Action.MARK_OVERDUE);
    }
    return actions;
  }

  private static boolean passed(@Nullable Instant moment, Instant now) {
    return moment != null && !moment.isAfter(now);
  }
}
