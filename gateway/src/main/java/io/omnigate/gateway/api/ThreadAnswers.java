package io.omnigate.gateway.api;

import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.core.desk.TicketReader.TicketThread;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answers that carry threads. Cleaning a page of long HTML takes a second and tens of
 * megabytes, so it is done on two threads of its own, and what waits for them is bounded: many
 * agents in one thread full of such HTML wait for each other, or are told to come again.
 */
final class ThreadAnswers {
  private static final int THREADS = 2;

  /** The part of the heap that threads may take which are read and not yet answered: an eighth. */
  private static final int SHARE = 8;

  /** As the reader's bound on a page, for text that grew while it was cleaned. */
  private static final int PAGE = 4 * 1024 * 1024;

  private final WorkerExecutor workers;
  private final BytesInFlight held;

  ThreadAnswers(Vertx vertx) {
    this.workers =
        vertx.createSharedWorkerExecutor("omnigate-threads", THREADS, 1, TimeUnit.MINUTES);
    this.held = new BytesInFlight(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * The entries of a thread that fit into one answer.
   *
   * @param next the first that did not; null where the thread ends
   */
  record Page(JsonArray entries, @Nullable Integer next) {
    static Page of(TicketThread thread) {
      JsonArray entries = new JsonArray();
      long size = 0;
      for (Entry entry : thread.entries()) {
        if (size >= PAGE) {
          return new Page(entries, entry.seq());
        }
        String html = EntryJson.html(entry);
        size += entry.text().length() + length(html);
        entries.add(EntryJson.of(entry, html));
      }
      return new Page(entries, thread.next());
    }
  }

  /** Runs {@code answer}, which cleans {@code thread}; refused where too many wait already. */
  <T> Future<T> make(TicketThread thread, Callable<T> answer) {
    long size = thread.entries().stream().mapToLong(ThreadAnswers::size).sum();
    if (!held.tryHold(size)) {
      return Future.failedFuture(
          new Failure(
              Failure.Kind.UNAVAILABLE,
              "too-many-threads",
              "too many long threads are read at once; try again in a moment"));
    }
    return workers
        .executeBlocking(answer, false)
        .onComplete(done -> held.release(size))
        .map(Objects::requireNonNull);
  }

  private static long size(Entry entry) {
    return (long) entry.text().length() + length(entry.html());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
