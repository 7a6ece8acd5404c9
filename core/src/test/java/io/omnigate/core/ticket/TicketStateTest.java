package io.omnigate.core.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.sla.Targets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketStateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WINDOW = TicketState.REOPEN_WINDOW;

  private final TicketState fresh =
      TicketState.opened(Status.NEW, Priority.NORMAL, START, Targets::due);

  @Test
  void aFreshTicketWaitsSinceItsMessageCame() {
    assertEquals(START, fresh.waiting().since());
    assertEquals(START.plus(Duration.ofHours(24)), fresh.waiting().dueAt());
  }

  @Test
  void laterMessagesDoNotResetTheWaiting() {
    TicketState later = pull(fresh, Trigger.CUSTOMER_WRITES, hours(5));
    assertEquals(fresh, later);
  }

  @Test
  void theFirstAnswerIsKept() {
    TicketState once = pull(fresh, Trigger.AGENT_REPLIES, hours(1));
    TicketState twice = pull(once, Trigger.AGENT_REPLIES, hours(2));
    assertEquals(hours(1), twice.moments().firstAnswerAt());
    assertEquals(TicketState.Waiting.NONE, twice.waiting());
  }

  @Test
  void aCustomerWhoWritesAgainWaitsFromThen() {
    TicketState answered = pull(fresh, Trigger.AGENT_REPLIES, hours(1));
    TicketState open = pull(answered, Trigger.CUSTOMER_WRITES, hours(3));
    assertEquals(Status.OPEN, open.status());
    assertEquals(hours(3), open.waiting().since());
  }

  @Test
  void aPostponedTicketKeepsItsWaitingAndComesBackAsItWas() {
    TicketState postponed =
        fresh.after(move(Status.POSTPONED), Trigger.POSTPONE, START, hours(48), Targets::due);
    TicketState again =
        postponed.after(
            move(Status.POSTPONED), Trigger.POSTPONE, hours(1), hours(72), Targets::due);
    TicketState back = pull(again, Trigger.TIME_COMES, hours(72));
    assertEquals(hours(72), again.aside().postponedUntil());
    assertEquals(Status.NEW, again.aside().postponedFrom());
    assertEquals(fresh, back);
  }

  @Test
  void aMessageInThePostponementKeepsTheOldestUnanswered() {
    TicketState postponed =
        fresh.after(move(Status.POSTPONED), Trigger.POSTPONE, START, hours(48), Targets::due);
    assertEquals(START, pull(postponed, Trigger.CUSTOMER_WRITES, hours(9)).waiting().since());
  }

  @Test
  void aMessageInTheSpamFolderIsRememberedAsWaiting() {
    TicketState answered = pull(fresh, Trigger.AGENT_REPLIES, hours(1));
    TicketState spam = pull(answered, Trigger.SPAM, hours(2));
    assertNull(spam.waiting().since());
    assertEquals(hours(3), pull(spam, Trigger.CUSTOMER_WRITES, hours(3)).waiting().since());
  }

  @Test
  void reopeningStartsTheWaitingAndForgetsTheEnd() {
    TicketState resolved = pull(fresh, Trigger.RESOLVE, hours(1));
    TicketState reopened = pull(resolved, Trigger.REOPEN, hours(2));
    assertEquals(hours(2), reopened.waiting().since());
    assertNull(reopened.moments().resolvedAt());
  }

  @Test
  void theReopenWindowCountsFromTheLastEnd() {
    TicketState resolved = pull(fresh, Trigger.RESOLVE, START);
    TicketState closed = pull(resolved, Trigger.CLOSE, START.plus(Duration.ofDays(3)));
    Instant fifthDay = START.plus(Duration.ofDays(5));
    assertFalse(resolved.situation(fifthDay, WINDOW).inReopenWindow());
    assertTrue(closed.situation(fifthDay, WINDOW).inReopenWindow());
    assertFalse(closed.situation(START.plus(Duration.ofDays(7)), WINDOW).inReopenWindow());
  }

  @Test
  void anOverdueTicketStaysSoUntilItsDueTimeMovesIntoTheFuture() {
    TicketState overdue = fresh.markedOverdue();
    Instant now = hours(25);
    assertTrue(overdue.prioritised(Priority.HIGH, now, Targets::due).waiting().overdue());
    assertFalse(overdue.prioritised(Priority.LOW, now, Targets::due).waiting().overdue());
    assertFalse(pull(overdue, Trigger.AGENT_REPLIES, now).waiting().overdue());
  }

  @Test
  void aPriorityMovesNoDueTimeWhereNobodyWaits() {
    TicketState answered = pull(fresh, Trigger.AGENT_REPLIES, hours(1));
    TicketState urgent = answered.prioritised(Priority.URGENT, hours(2), Targets::due);
    assertEquals(TicketState.Waiting.NONE, urgent.waiting());
    assertEquals(Priority.URGENT, urgent.priority());
  }

  @Test
  void everyMoveGivesTheLeaseBackAndAMessageDoesNot() {
    TicketState leased = fresh.leased(new Ticket.Lease("ann@example.com", hours(1)));
    assertEquals(leased, pull(leased, Trigger.CUSTOMER_WRITES, hours(1)));
    assertNull(pull(leased, Trigger.RESOLVE, hours(1)).lease());
  }

  private static TicketState pull(TicketState state, Trigger trigger, Instant now) {
    Outcome outcome = Lifecycle.decide(state.situation(now, WINDOW), trigger);
    return state.after(outcome, trigger, now, null, Targets::due);
  }

  private static Outcome move(Status to) {
    return new Outcome.Move(to);
  }

  private static Instant hours(int hours) {
    return START.plus(Duration.ofHours(hours));
  }
}
