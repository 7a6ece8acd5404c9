package io.omnigate.gateway;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be undone at the end: what began last ends first. Each step has its time; one that
 * fails or hangs holds up none of the others.
 */
final class Closing {
  /** The patience with what only takes a moment. */
  static final Duration MOMENT = Duration.ofSeconds(5);

  /** The patience with what first answers everything it has taken. */
  static final Duration DRAIN = Duration.ofSeconds(12);

  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String what, Duration patience, Supplier<Future<?>> end) {}

  /** Adds what is to be done before everything that was added earlier. */
  synchronized void first(String what, Duration patience, Supplier<Future<?>> end) {
    steps.push(new Step(what, patience, end));
  }

  /** How long ending everything takes at most. */
  synchronized Duration patience() {
    return steps.stream().map(Step::patience).reduce(Duration.ZERO, Duration::plus);
  }

  /** Ends everything; a second call finds nothing left to do. Never fails. */
  Future<Void> close() {
    Step step = next();
    if (step == null) {
      return Future.succeededFuture();
    }
    return Future.<Void>succeededFuture()
        .compose(begun -> step.end().get())
        .timeout(step.patience().toMillis(), TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .otherwise(cause -> warn(step, cause))
        .compose(ended -> close());
  }

  private synchronized @Nullable Step next() {
    return steps.poll();
  }

  private static Void warn(Step step, Throwable cause) {
    log.atWarn()
        .addKeyValue("what", step.what())
        .addKeyValue("cause", cause.toString())
        .log("did not end as it should");
    return null;
  }
}
