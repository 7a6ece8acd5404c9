package io.omnigate.channels.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets only so many reads at the database at a time, first come first served, so that many views do
 * not take its connections from those who write. To be used from {@code context} only, on which the
 * outcomes are told too.
 */
public final class ReadGate {
  private static final long DEADLINE_SECONDS = 30;

  private final Context context;
  private final int width;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int inside;

  /** Lets {@code width} reads through at a time. */
  public ReadGate(Context context, int width) {
    this.context = context;
    this.width = width;
  }

  /** Begins {@code read} as soon as there is room; fails where it takes longer than 30 seconds. */
  public <T> Future<T> pass(Supplier<Future<T>> read) {
    Promise<T> outcome = Promise.promise();
    if (inside < width) {
      enter(read, outcome);
    } else {
      waiting.add(() -> enter(read, outcome));
    }
    return outcome.future();
  }

  private <T> void enter(Supplier<Future<T>> read, Promise<T> outcome) {
    inside++;
    Future.succeededFuture()
        .compose(nothing -> read.get())
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .onComplete(
            (value, cause) -> context.runOnContext(nothing -> leave(outcome, value, cause)));
  }

  private <T> void leave(Promise<T> outcome, T value, Throwable cause) {
    inside--;
    Runnable next = waiting.poll();
    if (next != null) {
      next.run();
    }
    outcome.complete(value, cause);
  }
}
