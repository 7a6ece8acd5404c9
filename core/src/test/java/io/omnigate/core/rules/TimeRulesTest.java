package io.omnigate.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.rules.TimeRules.Action;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Outcome;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final TicketState fresh =
      TicketState.opened(Status.NEW, Priority.HIGH, START, Targets::due);

  @Test
  void aTicketIsOverdueFromItsDueTimeOn() {
    assertEquals(List.of(), TimeRules.actions(fresh, hours(4).minusMillis(1)));
    assertEquals(List.of(Action.MARK_OVERDUE), TimeRules.actions(fresh, hours(4)));
  }

  @Test
  void whatIsMarkedIsNotMarkedAgain() {
    assertEquals(List.of(), TimeRules.actions(fresh.markedOverdue(), hours(9)));
  }

  @Test
  void aPostponedTicketWakesUpWhenItsTimeHasCome() {
    assertEquals(List.of(), TimeRules.actions(postponed(hours(3)), hours(2)));
    assertEquals(List.of(Action.WAKE_UP), TimeRules.actions(postponed(hours(3)), hours(3)));
  }

  @Test
  void aTicketThatWakesUpTooLateIsOverdueAtOnce() {
    assertEquals(
        List.of(Action.WAKE_UP, Action.MARK_OVERDUE),
        TimeRules.actions(postponed(hours(5)), hours(6)));
  }

  @Test
  void nothingBecomesOverdueWhileItIsPutAside() {
    assertEquals(List.of(), TimeRules.actions(postponed(hours(9)), hours(6)));
    TicketState spam =
        fresh.after(new Outcome.Move(Status.SPAM), Trigger.SPAM, START, null, Targets::due);
    assertEquals(List.of(), TimeRules.actions(spam, hours(6)));
  }

  private TicketState postponed(Instant until) {
    return fresh.after(
        new Outcome.Move(Status.POSTPONED), Trigger.POSTPONE, START, until, Targets::due);
  }

  private static Instant hours(int hours) {
    return START.plus(Duration.ofHours(hours));
  }
}
