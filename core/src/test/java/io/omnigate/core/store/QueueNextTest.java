package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.BOB;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.QueueKeys;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueNextTest extends DeskTest {
  @Test
  void theFirstInQueueOrderIsLeasedAndAssigned() {
    arrive(Priority.LOW);
    TicketId urgent = arrive(Priority.URGENT);
    Ticket taken = next(ANN, null).orElseThrow();
    assertEquals(urgent, taken.id());
    assertEquals(new Ticket.Lease(ANN.email(), START.plus(Duration.ofMinutes(15))), taken.lease());
    assertEquals(ANN.email(), taken.assignee());
    assertEquals(2, taken.version());
    assertEquals("taken", last(urgent).facts().get("event"));
  }

  @Test
  void anEmptyQueueGivesNothing() {
    fixture.pull(arrive(Priority.NORMAL), Trigger.RESOLVE);
    assertEquals(Optional.empty(), next(ANN, null));
  }

  @Test
  void aLeaseThatIsOverIsOfferedAgain() {
    TicketId id = arrive(Priority.NORMAL);
    next(ANN, null);
    assertEquals(Optional.empty(), next(BOB, null));
    fixture.pass(Duration.ofMinutes(15));
    assertEquals(id, next(BOB, null).orElseThrow().id());
  }

  @Test
  void aSkippedTicketGoesBackAndIsNotOfferedToTheSameAgentForAWhile() {
    TicketId first = arrive(Priority.HIGH);
    TicketId second = arrive(Priority.NORMAL);
    next(ANN, null);
    assertEquals(second, next(ANN, first).orElseThrow().id());
    Entry event = last(first);
    assertEquals("skipped", event.facts().get("event"));
    assertEquals("not mine", event.facts().get("reason"));
    Ticket back = await(fixture.reader.find(first)).orElseThrow();
    assertNull(back.lease());
    assertNull(back.assignee());
    assertEquals(first, next(BOB, null).orElseThrow().id());
    fixture.pass(Duration.ofMinutes(16));
    assertEquals(first, next(ANN, null).orElseThrow().id());
  }

  @Test
  void skippingTheOnlyTicketGivesNothingButStillGivesItBack() {
    TicketId only = arrive(Priority.NORMAL);
    next(ANN, null);
    assertEquals(Optional.empty(), next(ANN, only));
    assertNull(await(fixture.reader.find(only)).orElseThrow().lease());
  }

  @Test
  void skippingWhatSomebodyElseHoldsTakesNothingFromThem() {
    TicketId id = arrive(Priority.NORMAL);
    next(BOB, null);
    assertEquals(Optional.empty(), next(ANN, id));
    Ticket held = await(fixture.reader.find(id)).orElseThrow();
    assertEquals(BOB.email(), held.lease().agent());
    assertEquals(2, held.version());
  }

  @Test
  void skippingAnUnknownTicketIsNotFound() {
    NextRequest request = new NextRequest(ANN, QueueKeys.id(-5), null);
    assertEquals(Failure.Kind.NOT_FOUND, fixture.refused(fixture.desk.next(request)).kind());
  }

  @Test
  void twentyCallersAtOnceNeverGetTheSameTicketTwice() {
    List<TicketId> all = arriveMany(50);
    List<TicketId> taken = takeAll(List.of(fixture));
    assertEquals(Set.copyOf(all), Set.copyOf(taken));
    assertEquals(all.size(), taken.size());
  }

  @Test
  void twoNodesOnOneDatabaseNeverGiveTheSameTicketTwice() {
    List<TicketId> all = arriveMany(50);
    try (DeskFixture other = new DeskFixture(fixture.url)) {
      List<TicketId> taken = takeAll(List.of(fixture, other));
      assertEquals(Set.copyOf(all), Set.copyOf(taken));
      assertEquals(all.size(), taken.size());
    }
  }

  @Test
  void repliesAndNotesAtOnceLeaveNoGapInTheThread() {
    TicketId id = arrive(Priority.NORMAL);
    List<Future<Ticket>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(
          fixture.desk.perform(new io.omnigate.core.desk.Command.Note(id, ANN, null, "note " + i)));
    }
    await(Future.all(all));
    List<Entry> entries = fixture.thread(id).entries();
    assertEquals(42, entries.size());
    assertEquals(42, entries.getLast().seq());
    assertEquals(41, await(fixture.reader.find(id)).orElseThrow().version());
  }

  private List<TicketId> takeAll(List<DeskFixture> nodes) {
    List<Agent> agents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Agent agent = new Agent("agent" + i + "@desk.example", "Agent " + i, Role.AGENT);
      await(fixture.agents.addIfMissing(agent, null, null));
      agents.add(agent);
    }
    List<TicketId> taken = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      List<Future<Optional<Ticket>>> calls = new ArrayList<>();
      for (int i = 0; i < agents.size(); i++) {
        DeskFixture node = nodes.get(i % nodes.size());
        calls.add(node.desk.next(new NextRequest(agents.get(i), null, null)));
      }
      await(Future.all(calls));
      calls.forEach(call -> call.result().ifPresent(ticket -> taken.add(ticket.id())));
    }
    assertEquals(taken.size(), new HashSet<>(taken).size());
    return taken;
  }

  private List<TicketId> arriveMany(int count) {
    List<TicketId> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(arrive(Priority.ofCode(i % 4)));
    }
    assertTrue(new HashSet<>(all).size() == count);
    return all;
  }

  private TicketId arrive(Priority priority) {
    return fixture.tickets.arrive(priority, START);
  }

  private Optional<Ticket> next(Agent agent, @Nullable TicketId skip) {
    return await(fixture.desk.next(new NextRequest(agent, skip, "not mine")));
  }

  private Entry last(TicketId id) {
    return fixture.thread(id).entries().getLast();
  }
}
