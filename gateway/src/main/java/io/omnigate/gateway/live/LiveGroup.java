package io.omnigate.gateway.live;

import io.omnigate.channels.socket.ReadGate;
import io.omnigate.channels.socket.Refresh;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.queue.TicketPage;
import io.omnigate.core.queue.WindowDelta;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One view of the queue, shared by everybody on this node who subscribed to the same filter and
 * limit. It is state-based: whenever something may have changed it reads its window again, by the
 * very query that answers over HTTP, and what differs becomes the next state. No order of commits
 * and no lost or doubled signal can therefore make it differ from the database for good.
 *
 * <p>The total is counted beside it, seldom where counting is slow, and always once more after the
 * last change. To be used from the hub's context only.
 */
final class LiveGroup {
  private static final int MAX_STATES = 256;
  private static final long MAX_REMEMBERED = 2 * 1024 * 1024;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
  private static final long CHEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** Nobody reads a number that changes faster for long. */
  private static final long TOTAL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int EXTRA_COUNTS = 10;

  private static final Refresh.Pace WINDOW_PACE = new Refresh.Pace(PAUSE_NANOS, 1);
  private static final Refresh.Pace TOTAL_PACE = new Refresh.Pace(TOTAL_PAUSE_NANOS, 20);

  private final String epoch;
  private final ServerFrames frames;
  private final Refresh<TicketPage> window;
  private final Refresh<Long> total;
  private final Deque<QueueState> states = new ArrayDeque<>();
  private final Allowance extraCounts =
      new Allowance(EXTRA_COUNTS, TOTAL_PAUSE_NANOS, System::nanoTime);
  private final Set<Subscription> members = new LinkedHashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long remembered;
  private @Nullable Long counted;
  private @Nullable List<Ticket> read;
  private long readNumber;
  private long signalNanos;
  private long readingNanos;
  private long idleSinceNanos = System.nanoTime();

  /** What a group shows: its filter, and how many tickets at most. */
  record Key(TicketFilter filter, int limit) {}

  /** Somebody who gets the first window that was read after they came. */
  private record Waiting(Subscription subscription, long neededRead) {}

  /**
   * A group nobody has joined yet.
   *
   * @param epoch tells this group's sequence from every other one's
   */
  LiveGroup(
      Key key, String epoch, TicketReader reader, ServerFrames frames, ReadGate gate, Vertx vertx) {
    this.epoch = epoch;
    this.frames = frames;
    window =
        new Refresh<>(
            vertx,
            WINDOW_PACE,
            () -> {
              windowBegins();
              return gate.pass(() -> reader.list(key.filter(), key.limit(), null));
            },
            this::windowRead,
            () -> {});
    total =
        new Refresh<>(
            vertx,
            TOTAL_PACE,
            () -> gate.pass(() -> reader.count(key.filter())),
            this::totalCounted,
            this::totalUnknown);
  }

  /** Tells this group's sequence from every other one's. */
  String epoch() {
    return epoch;
  }

  /** Writes its frames. */
  ServerFrames frames() {
    return frames;
  }

  /** The latest state; null before the first read. */
  @Nullable QueueState current() {
    return states.peekLast();
  }

  /** A state that is still remembered. */
  @Nullable QueueState state(long seq) {
    QueueState latest = states.peekLast();
    if (latest == null || seq > latest.seq()) {
      return null;
    }
    for (var it = states.descendingIterator(); it.hasNext(); ) {
      QueueState state = it.next();
      if (state.seq() == seq) {
        return state;
      }
    }
    return null;
  }

  /** Adds a subscription; it begins with a window that is read from now on. */
  void join(Subscription subscription) {
    waiting.add(new Waiting(subscription, window.reads() + 1));
    total.request();
    window.request();
  }

  /** Takes a subscription away. */
  void leave(Subscription subscription) {
    members.remove(subscription);
    waiting.removeIf(one -> one.subscription() == subscription);
    idleSinceNanos = System.nanoTime();
  }

  /**
   * Something may have changed.
   *
   * @param commitNanos when the commit was known; 0 where none is known
   */
  void changed(long commitNanos) {
    if (!idle()) {
      signalNanos = earlier(signalNanos, commitNanos);
      total.request();
      window.request();
    }
  }

  /** Whether nobody is subscribed. */
  boolean idle() {
    return members.isEmpty() && waiting.isEmpty();
  }

  /** Since when nobody is subscribed, by {@link System#nanoTime}. */
  long idleSinceNanos() {
    return idleSinceNanos;
  }

  /** Reads no more. */
  void stop() {
    window.stop();
    total.stop();
  }

  /**
   * Where counting is cheap the total is counted with the window, to go out in one frame; but not
   * for each of very many windows, for whose sake alone everybody would be sent a frame.
   */
  private void windowBegins() {
    readingNanos = earlier(readingNanos, signalNanos);
    signalNanos = 0;
    if (countingIsCheap() && total.pending() && extraCounts.use()) {
      total.hurry();
    }
  }

  private boolean countingIsCheap() {
    return total.lastNanos() < CHEAP_NANOS;
  }

  private void windowRead(TicketPage page) {
    read = shared(page.tickets());
    readNumber = window.reads();
    if (!total.running() || !countingIsCheap()) {
      publish();
    }
  }

  private void totalCounted(long count) {
    counted = count;
    // Before the window that is being read it would go out alone.
    boolean windowComes = window.pending() || window.running();
    if (read != null || !windowComes) {
      publish();
    }
  }

  private void totalUnknown() {
    if (read != null) {
      publish();
    }
  }

  private void publish() {
    QueueState current = current();
    List<Ticket> tickets = read != null ? read : current == null ? null : current.window();
    if (tickets == null || counted == null) {
      return;
    }
    long commitNanos = readingNanos;
    QueueState next = next(current, tickets, counted);
    if (next != null) {
      remember(next);
      members.forEach(member -> member.changed(next, commitNanos));
    }
    if (read != null) {
      read = null;
      readingNanos = 0;
      begin();
    }
  }

  private @Nullable QueueState next(
      @Nullable QueueState current, List<Ticket> tickets, long count) {
    if (current == null) {
      return new QueueState(1, tickets, count, null);
    }
    WindowDelta delta = WindowDelta.between(current.window(), tickets);
    if (delta.isEmpty() && current.total() == count) {
      return null;
    }
    long seq = current.seq() + 1;
    return new QueueState(seq, tickets, count, frames.step(seq, count, delta));
  }

  private void remember(QueueState state) {
    states.addLast(state);
    remembered += state.weight();
    while (states.size() > MAX_STATES || (states.size() > 1 && remembered > MAX_REMEMBERED)) {
      remembered -= states.removeFirst().weight();
    }
  }

  private void begin() {
    List<Waiting> ready = waiting.stream().filter(one -> one.neededRead() <= readNumber).toList();
    waiting.removeAll(ready);
    for (Waiting one : ready) {
      members.add(one.subscription());
      one.subscription().catchUp(0);
    }
  }

  /** The tickets, those that did not change being the objects that are already in memory. */
  private List<Ticket> shared(List<Ticket> tickets) {
    QueueState current = current();
    if (current == null) {
      return tickets;
    }
    Map<TicketId, Ticket> known = new HashMap<>();
    current.window().forEach(ticket -> known.put(ticket.id(), ticket));
    return tickets.stream()
        .map(ticket -> ticket.equals(known.get(ticket.id())) ? known.get(ticket.id()) : ticket)
        .toList();
  }

  private static long earlier(long first, long second) {
    return first == 0 ? second : second == 0 ? first : Math.min(first, second);
  }
}
