package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DueTicketsTest extends DeskTest {
  @Test
  void aTicketNobodyAnsweredBecomesOverdueOnceWithAnEvent() {
    TicketId id = fixture.tickets.arrive(Priority.URGENT, START);
    fixture.pass(Duration.ofHours(1).minusSeconds(1));
    assertEquals(0, sweep());
    fixture.pass(Duration.ofSeconds(1));
    assertEquals(1, sweep());
    assertEquals(0, sweep());
    Ticket ticket = find(id);
    assertTrue(ticket.overdue());
    assertEquals(2, ticket.version());
    Entry event = fixture.thread(id).entries().getLast();
    assertEquals("overdue", event.facts().get("event"));
    assertEquals(Entry.Author.SYSTEM, event.author());
    assertEquals(1, fixture.count("omnigate.sla.breaches"));
  }

  @Test
  void anAnswerEndsBeingOverdue() {
    TicketId id = fixture.tickets.arrive(Priority.URGENT, START);
    fixture.pass(Duration.ofHours(2));
    sweep();
    Ticket answered =
        fixture.perform(new Command.Reply(id, ANN, null, "Sorry.", null, java.util.List.of()));
    assertFalse(answered.overdue());
    assertEquals(0, sweep());
  }

  @Test
  void aPostponedTicketWakesUpAsWhatItWas() {
    TicketId fresh = fixture.tickets.arrive(Priority.LOW, START);
    TicketId answered = fixture.tickets.arrive(Priority.LOW, START);
    fixture.perform(new Command.Reply(answered, ANN, null, "Soon.", null, java.util.List.of()));
    fixture.pull(fresh, Trigger.POSTPONE);
    fixture.pull(answered, Trigger.POSTPONE);
    fixture.pass(Duration.ofDays(1));
    assertEquals(2, sweep());
    assertEquals(Status.NEW, find(fresh).status());
    assertEquals(Status.OPEN, find(answered).status());
    assertEquals(START, find(fresh).waitingSince());
    assertEquals(fixture.now, find(answered).waitingSince());
    assertEquals(1, fixture.count("omnigate.transitions", "from", "postponed", "to", "new"));
    assertEquals("time-comes", fixture.thread(fresh).entries().getLast().facts().get("trigger"));
  }

  @Test
  void aTicketThatWakesUpPastItsDueTimeIsOverdueAtOnce() {
    TicketId id = fixture.tickets.arrive(Priority.URGENT, START);
    fixture.pull(id, Trigger.POSTPONE);
    fixture.pass(Duration.ofDays(1));
    assertEquals(1, sweep());
    assertTrue(find(id).overdue());
    assertEquals(5, fixture.thread(id).entries().size());
  }

  @Test
  void sweepsAreBoundedAndTwoAtOnceShareTheWork() {
    for (int i = 0; i < 25; i++) {
      fixture.tickets.arrive(Priority.URGENT, START);
    }
    fixture.pass(Duration.ofHours(2));
    assertEquals(10, await(fixture.due.sweep(fixture.now, 10)));
    Future<Integer> one = fixture.due.sweep(fixture.now, 100);
    Future<Integer> other = fixture.due.sweep(fixture.now, 100);
    await(Future.all(one, other));
    assertEquals(15, one.result() + other.result());
    assertEquals("25", fixture.ask("SELECT count(*) FROM entry WHERE facts->>'event' = 'overdue'"));
    assertEquals(25, fixture.count("omnigate.sla.breaches"));
  }

  @Test
  void sessionsAndSkipsThatAreOverAreDropped() {
    TicketId id = fixture.tickets.arrive(Priority.NORMAL, START);
    await(fixture.desk.next(new NextRequest(ANN, null, null)));
    await(fixture.desk.next(new NextRequest(ANN, id, null)));
    await(
        fixture.agents.startSession(Buffer.buffer("t"), ANN.email(), START, START.plusSeconds(60)));
    fixture.pass(Duration.ofSeconds(59));
    sweep();
    assertEquals("1", fixture.ask("SELECT count(*) FROM session"));
    assertEquals("1", fixture.ask("SELECT count(*) FROM queue_skip"));
    fixture.pass(Duration.ofMinutes(15));
    sweep();
    assertEquals("0", fixture.ask("SELECT count(*) FROM session"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM queue_skip"));
  }

  @Test
  void aTicketSomebodyWorksOnIsLeftForTheNextSweep() throws Exception {
    TicketId id = fixture.tickets.arrive(Priority.URGENT, START);
    fixture.pass(Duration.ofHours(2));
    try (var connection = TestSql.connect(fixture.url)) {
      connection.setAutoCommit(false);
      connection
          .createStatement()
          .execute("SELECT 1 FROM ticket WHERE id = '" + id + "' FOR UPDATE");
      assertEquals(0, sweep());
      connection.rollback();
      assertEquals(1, sweep());
    }
  }

  private int sweep() {
    return await(fixture.due.sweep(fixture.now, 100));
  }

  private Ticket find(TicketId id) {
    return await(fixture.reader.find(id)).orElseThrow();
  }
}
