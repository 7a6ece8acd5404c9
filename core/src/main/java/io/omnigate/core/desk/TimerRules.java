package io.omnigate.core.desk;

import io.omnigate.core.rules.TimeRules;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Outcome;
import io.omnigate.core.ticket.TicketEvent;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Turns what {@link TimeRules} ask for into a change with its events. */
public final class TimerRules {
  private final Duration reopenWindow;
  private final RandomGenerator random;

  /** Rules; {@code random} makes the ids of events. */
  public TimerRules(Duration reopenWindow, RandomGenerator random) {
    this.reopenWindow = reopenWindow;
    this.random = random;
  }

  /** What the time {@code now} changes of a ticket; empty where nothing is due. */
  public Optional<Change> decide(DeskTicket row, Instant now) {
    Entries entries = new Entries(row.lastSeq(), Author.SYSTEM, now, random);
    TicketState state = row.state();
    for (TimeRules.Action action : TimeRules.actions(state, now)) {
      state =
          switch (action) {
            case WAKE_UP -> wakeUp(state, now, entries);
            case MARK_OVERDUE -> markOverdue(state, now, entries);
          };
    }
    return entries.list().isEmpty()
        ? Optional.empty()
        : Optional.of(Change.of(row, state, entries.list()));
  }

  private TicketState wakeUp(TicketState state, Instant now, Entries entries) {
    Outcome outcome = Lifecycle.decide(state.situation(now, reopenWindow), Trigger.TIME_COMES);
    TicketState woken = state.after(outcome, Trigger.TIME_COMES, now, null, Targets::due);
    entries.event(
        TicketEvent.status(Trigger.TIME_COMES, state.status(), woken.status(), null, null));
    return woken;
  }

  private static TicketState markOverdue(TicketState state, Instant now, Entries entries) {
    Instant due = state.waiting().dueAt();
    entries.event(TicketEvent.overdue(due == null ? now : due));
    return state.markedOverdue();
  }
}
