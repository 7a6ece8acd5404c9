package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Reply;
import io.omnigate.core.desk.TicketReader.TicketThread;
import io.omnigate.core.ticket.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answers that carry threads. Cleaning a page of long HTML takes a second and tens of
 * megabytes, so it is done on two threads of its own, and what is read for them is bounded: many
 * agents in one thread full of such HTML wait for each other, or are told to come again.
 */
final class ThreadAnswers {
  private static final int THREADS = 2;

  /** The part of the heap that threads may take which are read and not yet taken: an eighth. */
  private static final int SHARE = 8;

  private static final int MAX_WAITING = 200;

  /** Some twenty of the worst pages are made in it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** As the reader's bound on a page, for text that grew while it was cleaned. */
  private static final int PAGE = 4 * 1024 * 1024;

  private final WorkerExecutor workers;
  private final ThreadRoom room;

  ThreadAnswers(Vertx vertx) {
    this.workers =
        vertx.createSharedWorkerExecutor("omnigate-threads", THREADS, 1, TimeUnit.MINUTES);
    long bound = Runtime.getRuntime().maxMemory() / SHARE;
    this.room = new ThreadRoom(vertx, bound, MAX_WAITING, PATIENCE);
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

  /**
   * The answer that {@code answer} makes of what {@code thread} reads. Room for it is held from
   * before it is read until its reader has taken it or is gone, so that neither many reads nor many
   * who read and take nothing fill the memory; where there is none for too long it is refused.
   */
  Future<Reply> make(Supplier<Future<TicketThread>> thread, Function<TicketThread, Answer> answer) {
    return room.enter()
        .compose(
            place ->
                Future.<TicketThread>future(read -> thread.get().onComplete(read))
                    .compose(read -> workers.executeBlocking(() -> answer.apply(read), false))
                    .map(Objects::requireNonNull)
                    .onFailure(failed -> place.leave())
                    .map(made -> taking(place, made)));
  }

  private static Reply taking(ThreadRoom.Place place, Answer answer) {
    place.resize(answer.body().length());
    return response ->
        Future.succeededFuture(response)
            .compose(answer::send)
            .onComplete(takenOrGone -> place.leave());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
