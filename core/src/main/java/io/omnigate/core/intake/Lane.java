package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.BatchStore.Result;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what arrives while a batch is under way, and sends it as the next one: the batch is as
 * large as the load, and no timer delays anybody. Messages of a channel keep their order. All calls
 * happen on one context.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final Context context;
  private final BatchStore store;
  private final IntakeLimits limits;
  private final IntConsumer batchSize;
  private final WaitingLine waiting = new WaitingLine();
  private List<Pending> underWay = List.of();

  Lane(Context context, BatchStore store, IntakeLimits limits, IntConsumer batchSize) {
    this.context = context;
    this.store = store;
    this.limits = limits;
    this.batchSize = batchSize;
  }

  void add(Pending pending) {
    waiting.add(pending);
    pump();
  }

  /** Answers those whose time is up; the ones not yet on their way are dropped. */
  void expire(long nowNanos) {
    underWay.stream().filter(each -> each.late(nowNanos)).forEach(Pending::giveUp);
    for (Pending late = waiting.takeLate(nowNanos);
        late != null;
        late = waiting.takeLate(nowNanos)) {
      late.refused(Intake.unavailable());
    }
  }

  boolean idle() {
    return waiting.isEmpty() && underWay.isEmpty();
  }

  Future<Void> close() {
    return store.close();
  }

  private void pump() {
    if (!underWay.isEmpty() || waiting.isEmpty()) {
      return;
    }
    List<Pending> batch = waiting.take(limits.batchMessages(), limits.batchBytes());
    underWay = batch;
    batchSize.accept(batch.size());
    commit(batch).onComplete(done -> here(() -> finish(batch, done)));
  }

  private void finish(List<Pending> batch, AsyncResult<List<Result>> done) {
    underWay = List.of();
    pump(); // the next batch is on its way before this one is answered
    if (done.succeeded()) {
      answer(batch, done.result());
    } else {
      LOG.atWarn().addKeyValue("size", batch.size()).log("batch failed", done.cause());
      batch.forEach(each -> each.refused(Intake.unavailable()));
    }
  }

  /** On the lane's own context, wherever a store answers. */
  private void here(Runnable next) {
    if (Vertx.currentContext() == context) {
      next.run();
    } else {
      context.runOnContext(hop -> next.run());
    }
  }

  /**
   * A batch that fails is tried once more, then message by message, so that a poison one is alone.
   */
  private Future<List<Result>> commit(List<Pending> batch) {
    List<InboundMessage> messages = batch.stream().map(Pending::message).toList();
    return store
        .commit(messages)
        .recover(once -> store.commit(messages))
        .recover(
            twice ->
                Failure.isUnavailable(twice)
                    ? Future.failedFuture(twice)
                    : oneByOne(messages, twice));
  }

  private Future<List<Result>> oneByOne(List<InboundMessage> messages, Throwable cause) {
    LOG.atWarn().addKeyValue("size", messages.size()).log("storing message by message", cause);
    Future<List<Result>> results = Future.succeededFuture(new ArrayList<>());
    for (InboundMessage message : messages) {
      results = results.compose(sofar -> alone(message).map(result -> plus(sofar, result)));
    }
    return results;
  }

  private Future<Result> alone(InboundMessage message) {
    return store
        .commit(List.of(message))
        .map(List::getFirst)
        .recover(failed -> Failure.isUnavailable(failed) ? refuse() : quarantine(message, failed));
  }

  private Future<Result> quarantine(InboundMessage message, Throwable cause) {
    LOG.atError()
        .addKeyValue("channel", message.origin().channel())
        .addKeyValue("message", message.ids().message())
        .log("message quarantined", cause);
    String reason = String.valueOf(cause.getMessage());
    return store
        .quarantine(message, reason)
        .<Result>map(Result.Stored::new)
        .recover(failed -> refuse());
  }

  private static Future<Result> refuse() {
    return Future.succeededFuture(new Result.Refused(Intake.unavailable()));
  }

  private static void answer(List<Pending> batch, List<Result> results) {
    for (int i = 0; i < batch.size(); i++) {
      switch (results.get(i)) {
        case Result.Stored(Receipt receipt) -> batch.get(i).stored(receipt);
        case Result.Refused(Failure failure) -> batch.get(i).refused(failure);
      }
    }
  }

  private static List<Result> plus(List<Result> results, Result result) {
    results.add(result);
    return results;
  }
}
