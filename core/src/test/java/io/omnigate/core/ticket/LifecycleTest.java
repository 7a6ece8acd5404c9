package io.omnigate.core.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.sla.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Walks through the lifecycle at random, with the columns a ticket's row would have. */
class LifecycleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WINDOW = TicketState.REOPEN_WINDOW;

  @Property(tries = 2000)
  void aRandomWalkKeepsEveryRuleOfTheTable(
      @ForAll boolean startsAsSpam, @ForAll @Size(max = 60) List<Trigger> triggers) {
    Status first = startsAsSpam ? Status.SPAM : Status.NEW;
    TicketState state = TicketState.opened(first, Priority.NORMAL, START, Targets::due);
    TicketStates.assertConsistent(state);
    Instant now = START;
    for (Trigger trigger : triggers) {
      now = now.plus(Duration.ofHours(7));
      state = step(state, trigger, now);
      TicketStates.assertConsistent(state);
    }
  }

  @Property(tries = 2000)
  void restoringLeadsBackToWhereItWas(
      @ForAll boolean startsAsSpam, @ForAll @Size(max = 30) List<Trigger> triggers) {
    TicketState state = walked(startsAsSpam, triggers);
    boolean whole = state.moments().purgedAt() == null;
    if (whole && Lifecycle.decide(situation(state), Trigger.DELETE) instanceof Outcome.Move) {
      TicketState deleted = step(state, Trigger.DELETE, START);
      TicketState restored = step(deleted, Trigger.RESTORE, START);
      assertEquals(state.leased(null), restored);
    }
  }

  @Property(tries = 2000)
  void whatIsNotSpamAfterAllIsBackWhereItWas(
      @ForAll boolean startsAsSpam, @ForAll @Size(max = 30) List<Trigger> triggers) {
    TicketState state = walked(startsAsSpam, triggers);
    if (Lifecycle.decide(situation(state), Trigger.SPAM) instanceof Outcome.Move) {
      TicketState spam = step(state, Trigger.SPAM, START);
      TicketState back = step(spam, Trigger.NOT_SPAM, START);
      assertEquals(state.leased(null), back);
    }
  }

  @Example
  void everyStatusIsReachedFromNew() {
    Set<Status> seen = EnumSet.of(Status.NEW);
    Deque<Situation> open = new ArrayDeque<>(List.of(Situation.of(Status.NEW)));
    while (!open.isEmpty()) {
      Situation at = open.pop();
      for (Trigger trigger : Trigger.values()) {
        if (Lifecycle.decide(at, trigger) instanceof Outcome.Move(Status to) && seen.add(to)) {
          open.push(Situation.of(to));
        }
      }
    }
    assertEquals(EnumSet.allOf(Status.class), seen);
  }

  @Example
  void everyStatusButAPurgedOneLeadsBackToTheQueue() {
    for (Status status : Status.values()) {
      assertTrue(reachesQueue(Situation.of(status)), status.wire());
    }
  }

  @Example
  void nothingBringsBackWhatIsPurged() {
    for (Status status : List.of(Status.SPAM, Status.DELETED)) {
      Situation purged = new Situation(status, null, null, Status.NEW, true, true);
      for (Trigger trigger : List.of(Trigger.NOT_SPAM, Trigger.RESTORE, Trigger.PURGE)) {
        assertInstanceOf(Outcome.Illegal.class, Lifecycle.decide(purged, trigger));
      }
      assertInstanceOf(Outcome.FollowUp.class, Lifecycle.decide(purged, Trigger.CUSTOMER_WRITES));
    }
  }

  @Example
  void whatIsAllowedIsExactlyWhatIsNotIllegal() {
    for (Status status : Status.values()) {
      Situation at = Situation.of(status);
      Set<Trigger> allowed = Lifecycle.allowed(at);
      for (Trigger trigger : Trigger.values()) {
        boolean legal = !(Lifecycle.decide(at, trigger) instanceof Outcome.Illegal);
        assertEquals(legal, allowed.contains(trigger));
      }
    }
  }

  private static TicketState walked(boolean startsAsSpam, List<Trigger> triggers) {
    Status first = startsAsSpam ? Status.SPAM : Status.NEW;
    TicketState state = TicketState.opened(first, Priority.NORMAL, START, Targets::due);
    for (Trigger trigger : triggers) {
      state = step(state, trigger, START);
    }
    return state;
  }

  private static TicketState step(TicketState state, Trigger trigger, Instant now) {
    Outcome outcome = Lifecycle.decide(state.situation(now, WINDOW), trigger);
    assertNotNull(outcome);
    Instant until = now.plus(Duration.ofDays(1));
    TicketState after = state.after(outcome, trigger, now, until, Targets::due);
    Status expected = outcome instanceof Outcome.Move(Status to) ? to : state.status();
    assertEquals(expected, after.status());
    return after;
  }

  private static Situation situation(TicketState state) {
    return state.situation(START, WINDOW);
  }

  private static boolean reachesQueue(Situation from) {
    Set<Status> seen = EnumSet.noneOf(Status.class);
    Deque<Situation> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      Situation at = open.pop();
      if (at.status().queued()) {
        return true;
      }
      for (Trigger trigger : Trigger.values()) {
        if (Lifecycle.decide(at, trigger) instanceof Outcome.Move(Status to) && seen.add(to)) {
          open.push(Situation.of(to));
        }
      }
    }
    return false;
  }
}
