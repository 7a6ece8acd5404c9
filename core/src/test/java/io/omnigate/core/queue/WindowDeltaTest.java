package io.omnigate.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.ticket.ContactCard;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowDeltaTest {
  private static final List<TicketId> IDS = ids(30);

  @Property
  void foldingTheDeltaGivesTheNewWindow(@ForAll long seed, @ForAll @IntRange(max = 30) int size) {
    Random random = new Random(seed);
    List<Ticket> old = window(random, size);
    List<Ticket> current = mutated(old, random);
    WindowDelta delta = WindowDelta.between(old, current);
    assertEquals(current, delta.applyTo(old));
    assertEquals(current, delta.appliedOneByOne(old));
    assertEquals(old.equals(current), delta.isEmpty());
  }

  @Property
  void foldingAWholeHistoryGivesItsLastWindow(@ForAll long seed) {
    Random random = new Random(seed);
    List<Ticket> actual = window(random, 10);
    List<Ticket> folded = actual;
    for (int step = 0; step < 25; step++) {
      List<Ticket> next = mutated(actual, random);
      folded = WindowDelta.between(actual, next).applyTo(folded);
      actual = next;
    }
    assertEquals(actual, folded);
  }

  @Property
  void ranksAscendAndNothingIsBothRemovedAndUpserted(@ForAll long seed) {
    Random random = new Random(seed);
    List<Ticket> old = window(random, 20);
    WindowDelta delta = WindowDelta.between(old, mutated(old, random));
    List<Integer> ranks = delta.upserts().stream().map(WindowDelta.Upsert::rank).toList();
    assertEquals(ranks.stream().sorted().distinct().toList(), ranks);
    assertTrue(delta.upserts().stream().noneMatch(u -> delta.removes().contains(u.ticket().id())));
  }

  @Test
  void anUnchangedTicketIsNotSentAgainWhenAnotherGoesInBeforeIt() {
    List<Ticket> old = List.of(ticket(0, 1), ticket(1, 1));
    List<Ticket> current = List.of(ticket(2, 1), ticket(0, 1), ticket(1, 1));
    WindowDelta delta = WindowDelta.between(old, current);
    assertEquals(List.of(new WindowDelta.Upsert(0, ticket(2, 1))), delta.upserts());
    assertEquals(List.of(), delta.removes());
  }

  @Test
  void aTicketThatMovesDownIsSentAlone() {
    List<Ticket> old = List.of(ticket(0, 1), ticket(1, 1), ticket(2, 1));
    List<Ticket> current = List.of(ticket(1, 1), ticket(2, 1), ticket(0, 2));
    assertEquals(
        List.of(new WindowDelta.Upsert(2, ticket(0, 2))),
        WindowDelta.between(old, current).upserts());
  }

  @Test
  void aTicketPushedOutOfTheWindowIsRemoved() {
    List<Ticket> old = List.of(ticket(0, 1), ticket(1, 1));
    List<Ticket> current = List.of(ticket(2, 1), ticket(0, 1));
    assertEquals(List.of(IDS.get(1)), WindowDelta.between(old, current).removes());
  }

  @Test
  void twoMovesThatWouldFoldWronglyOneByOneAreSpelledOut() {
    List<Ticket> old = List.of(ticket(0, 1), ticket(1, 1), ticket(2, 1));
    List<Ticket> current = List.of(ticket(1, 1), ticket(2, 2), ticket(0, 2));
    WindowDelta delta = WindowDelta.between(old, current);
    assertEquals(current, delta.applyTo(old));
    assertEquals(current, delta.appliedOneByOne(old));
  }

  private static List<Ticket> window(Random random, int size) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, IDS.size()).boxed().toList());
    Collections.shuffle(numbers, random);
    return numbers.stream().limit(size).map(number -> ticket(number, 1)).toList();
  }

  /** The window after up to six arrivals, departures, changes and moves. */
  private static List<Ticket> mutated(List<Ticket> old, Random random) {
    List<Ticket> window = new ArrayList<>(old);
    for (int left = random.nextInt(7); left > 0; left--) {
      int at = random.nextInt(window.size() + 1);
      boolean there = at < window.size();
      switch (random.nextInt(5)) {
        case 0 -> arrive(window, at, random);
        case 1 -> {
          if (there) {
            window.remove(at);
          }
        }
        case 2 -> {
          if (there) {
            window.set(at, changed(window.get(at)));
          }
        }
        case 3 -> {
          if (there) {
            Ticket moved = changed(window.remove(at));
            window.add(random.nextInt(window.size() + 1), moved);
          }
        }
        default -> {
          // A move without a change cannot come from the queue's order, and is folded all the same.
          if (there) {
            Ticket moved = window.remove(at);
            window.add(random.nextInt(window.size() + 1), moved);
          }
        }
      }
    }
    return List.copyOf(window);
  }

  private static void arrive(List<Ticket> window, int at, Random random) {
    int number = random.nextInt(IDS.size());
    if (window.stream().noneMatch(ticket -> ticket.id().equals(IDS.get(number)))) {
      window.add(at, ticket(number, 1));
    }
  }

  private static Ticket changed(Ticket ticket) {
    return ticket(IDS.indexOf(ticket.id()), ticket.version() + 1);
  }

  private static Ticket ticket(int number, long version) {
    return new Ticket(
        IDS.get(number),
        Situation.of(Status.NEW),
        Priority.NORMAL,
        "Subject " + number,
        "mail",
        "email",
        "support",
        null,
        List.of(),
        new ContactCard(null, "Ann", "ann@example.com", null),
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        false,
        null,
        1,
        "preview",
        version,
        null,
        null);
  }

  private static List<TicketId> ids(int count) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, count).mapToObj(i -> TicketId.random(random)).toList();
  }
}
