package io.omnigate.channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.IntakeLoad;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of a channel one event loop works on at once. The others wait, not yet proven
 * and parsed, in their order, up to a bound; past it they are refused at once, which costs next to
 * nothing. So however many come, the loop soon gets round to everybody, and what is under way is
 * answered before more is begun.
 *
 * <p>A channel that has the loop to itself may fill it. Beside others that are busy it gets less:
 * what is under way from a flood is what everybody else's messages have to wait for. Where all of
 * the busy ones flood they share the loop, for none of them gains by small shares. Belongs to one
 * event loop; {@link #sweep} is to be called a few times a second.
 */
final class Gate {
  /** Two loops of these keep batches as large as they gain by. */
  static final int ALONE = 128;

  /**
   * Beside other channels that are busy. More would make larger batches, and nobody wait less: with
   * this much under way the processors have a moment for the others in between.
   */
  static final int BESIDE_OTHERS = 8;

  /** What comes at a steady pace does not gather so many, not even behind a disk that stalls. */
  static final int FLOOD = 32;

  /** At the pace that is usual for a loop, these wait for less than half a second. */
  static final int WAITING = 1_000;

  /**
   * So many where others were refused of late. What comes in a burst has its turn by waiting; where
   * more comes than can be taken, a longer line only makes everybody's wait longer, and what waits
   * takes memory that each collection goes through.
   */
  static final int STANDING = 200;

  /** From when it came; whoever sent it is promised an answer within five seconds. */
  static final Duration PATIENCE = Duration.ofMillis(4_600);

  private static final long HALF = PATIENCE.toNanos() / 2;
  private static final long LITTLE = MILLISECONDS.toNanos(100);

  /** Requests by which a channel counts as busy: some twenty a second at four sweeps a second. */
  private static final int BUSY = 8;

  private final LongSupplier nanos;
  private final Map<String, Line> lines = new HashMap<>();
  private final List<Waiting<?>> begunLate = new ArrayList<>();
  private int limit = ALONE;

  private static final class Line {
    private final ArrayDeque<Waiting<?>> waiting = new ArrayDeque<>();
    private int inside;

    /** How many came of late: those before the last sweep count half, and so on. */
    private int came;

    private int bound = WAITING;
    private boolean refused;
    private boolean admitting;

    private boolean busy() {
      return came >= BUSY;
    }

    private boolean floods() {
      return inside + waiting.size() >= FLOOD;
    }

    private boolean full() {
      boolean full = waiting.size() >= bound;
      refused |= full;
      return full;
    }
  }

  private record Waiting<T>(
      Supplier<Future<T>> work, boolean prompt, Promise<T> done, long since) {}

  /**
   * A gate nobody has come to yet.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  Gate(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Does {@code work} for a request of {@code channel} as soon as there is room. Fails with {@code
   * TOO_MANY} where too many wait already, and with {@code UNAVAILABLE} where there was no room for
   * half of {@link #PATIENCE}; the work was not begun then.
   *
   * @param prompt whether it fails with {@code UNAVAILABLE} too where it waited and was not done in
   *     {@link #PATIENCE}, though begun. Otherwise it has all the time that it takes: what comes by
   *     the disk, which its sender knows to be slow.
   */
  <T> Future<T> pass(String channel, boolean prompt, Supplier<Future<T>> work) {
    Line line = lines.get(channel);
    if (line == null) {
      line = new Line();
      lines.put(channel, line);
    }
    line.came++;
    if (line.inside < limit && line.waiting.isEmpty()) {
      return enter(line, work);
    }
    if (line.full()) {
      return Future.failedFuture(IntakeLoad.full());
    }
    Waiting<T> waiting = new Waiting<>(work, prompt, Promise.promise(), nanos.getAsLong());
    line.waiting.add(waiting);
    return waiting.done().future();
  }

  /** Whether a request of {@code channel} would be refused. */
  boolean full(String channel) {
    Line line = lines.get(channel);
    return line != null && line.full();
  }

  /** Refuses who waited for too long, and sees who else is there. */
  void sweep() {
    long now = nanos.getAsLong();
    limit = limit(lines.values().stream().filter(Line::busy).toList());
    for (Line line : List.copyOf(lines.values())) {
      line.came /= 2;
      line.bound = line.refused ? STANDING : WAITING;
      line.refused = false;
      for (Waiting<?> first = line.waiting.peek();
          first != null && now - first.since() >= HALF;
          first = line.waiting.peek()) {
        line.waiting.remove();
        first.done().fail(Intake.unavailable());
      }
      admit(line);
    }
    begunLate.removeIf(each -> each.done().future().isComplete() || givenUp(each, now));
  }

  private static int limit(List<Line> busy) {
    if (busy.size() < 2) {
      return ALONE;
    }
    return busy.stream().allMatch(Line::floods)
        ? Math.max(BESIDE_OTHERS, ALONE / busy.size())
        : BESIDE_OTHERS;
  }

  private static boolean givenUp(Waiting<?> late, long now) {
    return now - late.since() >= PATIENCE.toNanos() && late.done().tryFail(Intake.unavailable());
  }

  private <T> Future<T> enter(Line line, Supplier<Future<T>> work) {
    line.inside++;
    return begun(work)
        .onComplete(
            done -> {
              line.inside--;
              admit(line);
            });
  }

  private static <T> Future<T> begun(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** In a loop, not in a recursion: work that is refused at once is over before it returns. */
  private void admit(Line line) {
    if (line.admitting) {
      return;
    }
    line.admitting = true;
    while (line.inside < limit) {
      @Nullable Waiting<?> next = line.waiting.poll();
      if (next == null) {
        break;
      }
      begin(line, next);
    }
    line.admitting = false;
  }

  /** What waited for long has less time left; a timer for each request would cost too much. */
  private <T> void begin(Line line, Waiting<T> waiting) {
    if (waiting.prompt() && nanos.getAsLong() - waiting.since() >= LITTLE) {
      begunLate.add(waiting);
    }
    Promise<T> done = waiting.done();
    enter(line, waiting.work()).onSuccess(done::tryComplete).onFailure(done::tryFail);
  }
}
