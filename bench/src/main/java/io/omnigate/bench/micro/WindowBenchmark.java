package io.omnigate.bench.micro;

import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.queue.WindowDelta;
import io.omnigate.core.ticket.ContactCard;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The live queue's work on a window of 50: its order, and the step from one window to the next. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WindowBenchmark {
  private static final int WINDOW = 50;
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final Random random = new Random(1);
  private final List<Ticket> shuffled =
      IntStream.range(0, WINDOW).mapToObj(any -> ticket()).toList();
  private final List<Ticket> window = ordered();
  private final List<Ticket> next = oneInOneChanged();

  /** Sorting by the queue's total order. */
  @Benchmark
  public List<Ticket> ordered() {
    return shuffled.stream().sorted(Comparator.comparing(QueueKey::of)).toList();
  }

  /** One ticket comes in at the head, one is changed, the last one falls out. */
  @Benchmark
  public WindowDelta delta() {
    return WindowDelta.between(window, next);
  }

  private List<Ticket> oneInOneChanged() {
    List<Ticket> tickets = new ArrayList<>(window);
    tickets.set(WINDOW / 2, withVersion(tickets.get(WINDOW / 2), 2));
    tickets.addFirst(ticket());
    tickets.removeLast();
    return List.copyOf(tickets);
  }

  private Ticket ticket() {
    Instant waiting = NOW.minusSeconds(random.nextInt(86_400));
    return new Ticket(
        TicketId.random(random),
        Situation.of(Status.NEW),
        Priority.NORMAL,
        "Where is my order?",
        "chat",
        "chat",
        "support",
        null,
        List.of(),
        new ContactCard(VisitorId.random(random), null, null, null),
        waiting,
        waiting,
        waiting.plusSeconds(86_400),
        false,
        null,
        1,
        "I ordered last week, and the parcel has not arrived.",
        1,
        null,
        null);
  }

  private static Ticket withVersion(Ticket ticket, long version) {
    return new Ticket(
        ticket.id(),
        ticket.situation(),
        ticket.priority(),
        ticket.subject(),
        ticket.channel(),
        ticket.kind(),
        ticket.department(),
        ticket.assignee(),
        ticket.tags(),
        ticket.contact(),
        ticket.createdAt(),
        ticket.waitingSince(),
        ticket.dueAt(),
        ticket.overdue(),
        ticket.postponedUntil(),
        ticket.messageCount(),
        ticket.preview(),
        version,
        ticket.followUpOf(),
        ticket.lease());
  }
}
