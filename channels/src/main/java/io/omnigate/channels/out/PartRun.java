package io.omnigate.channels.out;

import io.omnigate.channels.out.PartSender.Call;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One message on its way, part after part, so that they keep their order. Before the first part has
 * been taken everything can be tried again later; after it the whole cannot, so a part that is
 * refused for the moment is tried again here for a while, and what stays half sent is uncertain.
 */
final class PartRun {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final boolean repeatsAreRecognised;
  private final List<String> ids = new ArrayList<>();
  private final SendTime time;

  PartRun(Vertx vertx, Delivery delivery, SendTime time, Predicate<Delivery> recognisesRepeats) {
    this.vertx = vertx;
    this.time = time;
    this.repeatsAreRecognised = recognisesRepeats.test(delivery);
  }

  /** Whether no time is left for another call. */
  boolean late() {
    return time.toBegin().isNegative();
  }

  /** Makes {@code calls}, at least one. */
  Future<DeliveryOutcome> go(List<Call> calls) {
    return send(calls, 0);
  }

  private Future<DeliveryOutcome> send(List<Call> calls, int index) {
    if (index == calls.size()) {
      return Future.succeededFuture(new DeliveryOutcome.Sent(ids));
    }
    if (late()) {
      return Future.succeededFuture(interrupted(calls, index, "There was no time left for it."));
    }
    return calls
        .get(index)
        .send()
        .apply(index)
        .compose(
            outcome ->
                switch (outcome) {
                  case DeliveryOutcome.Sent(List<String> taken) -> {
                    ids.addAll(taken);
                    yield send(calls, index + 1);
                  }
                  case DeliveryOutcome.Retry retry -> again(calls, index, retry);
                  case DeliveryOutcome.Failed(String reason) ->
                      Future.succeededFuture(index == 0 ? outcome : halfSent(calls, index, reason));
                  case DeliveryOutcome.Uncertain(String reason) ->
                      Future.succeededFuture(index == 0 ? outcome : halfSent(calls, index, reason));
                });
  }

  private Future<DeliveryOutcome> again(List<Call> calls, int index, DeliveryOutcome.Retry retry) {
    if (index == 0 || repeatsAreRecognised) {
      return Future.succeededFuture(retry);
    }
    Duration pause = retry.after() == null ? PAUSE : retry.after();
    if (pause.compareTo(time.toBegin()) >= 0) {
      return Future.succeededFuture(interrupted(calls, index, retry.reason()));
    }
    return vertx.timer(Math.max(1, pause.toMillis())).compose(rested -> send(calls, index));
  }

  private DeliveryOutcome interrupted(List<Call> calls, int index, String reason) {
    return index == 0 || repeatsAreRecognised
        ? new DeliveryOutcome.Retry(reason)
        : halfSent(calls, index, reason);
  }

  private static DeliveryOutcome halfSent(List<Call> calls, int index, String reason) {
    return new DeliveryOutcome.Uncertain(
        "Of "
            + messages(calls)
            + " parts the customer has the first "
            + messages(calls.subList(0, index))
            + ". The next one: "
            + reason);
  }

  private static int messages(List<Call> calls) {
    return calls.stream().mapToInt(Call::messages).sum();
  }
}
