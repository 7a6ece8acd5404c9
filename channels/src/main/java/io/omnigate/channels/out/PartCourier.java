package io.omnigate.channels.out;

import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a text in as many parts as its provider wants, one after the other, so that they keep their
 * order. Before the first part has been taken everything can be tried again later; after it the
 * whole cannot, so a part that is refused for the moment is tried again here for a while, and what
 * stays half sent is uncertain.
 */
public final class PartCourier implements Courier {
  private static final int MAX_PARTS = 25;

  /** Leaves a last call its time within {@code OutboxOptions.DEADLINE}. */
  private static final Duration BUDGET = Duration.ofSeconds(35);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final PartSender sender;

  /** A courier that sends by {@code sender}. */
  public PartCourier(Vertx vertx, PartSender sender) {
    this.vertx = vertx;
    this.sender = sender;
  }

  @Override
  public Future<DeliveryOutcome> deliver(Delivery delivery) {
    if (!delivery.content().files().isEmpty()) {
      return failed("Files cannot be sent on this channel. Send the answer again without them.");
    }
    if (delivery.message().recipient().isBlank()) {
      return failed("The ticket has no address to answer to.");
    }
    List<String> parts = sender.parts(delivery.content().text());
    if (parts.isEmpty()) {
      return failed("The answer has no text.");
    }
    if (parts.size() > MAX_PARTS) {
      return failed(
          "The text would go out in "
              + parts.size()
              + " messages, and "
              + MAX_PARTS
              + " is the most. Send a shorter one.");
    }
    return new Run(delivery, parts).go();
  }

  private static Future<DeliveryOutcome> failed(String reason) {
    return Future.succeededFuture(new DeliveryOutcome.Failed(reason));
  }

  /** One message on its way. */
  private final class Run {
    private final Delivery delivery;
    private final List<String> parts;
    private final List<String> ids = new ArrayList<>();
    private final long began = System.nanoTime();

    Run(Delivery delivery, List<String> parts) {
      this.delivery = delivery;
      this.parts = parts;
    }

    Future<DeliveryOutcome> go() {
      return send(0);
    }

    private Future<DeliveryOutcome> send(int index) {
      if (index == parts.size()) {
        return Future.succeededFuture(new DeliveryOutcome.Sent(ids));
      }
      if (left().isNegative()) {
        return Future.succeededFuture(interrupted(index, "There was no time left for it."));
      }
      return sender
          .send(delivery, parts.get(index), index)
          .compose(
              outcome ->
                  switch (outcome) {
                    case DeliveryOutcome.Sent(List<String> taken) -> {
                      ids.addAll(taken);
                      yield send(index + 1);
                    }
                    case DeliveryOutcome.Retry retry -> again(index, retry);
                    case DeliveryOutcome.Failed(String reason) ->
                        Future.succeededFuture(index == 0 ? outcome : halfSent(index, reason));
                    case DeliveryOutcome.Uncertain(String reason) ->
                        Future.succeededFuture(index == 0 ? outcome : halfSent(index, reason));
                  });
    }

    private Future<DeliveryOutcome> again(int index, DeliveryOutcome.Retry retry) {
      if (index == 0 || sender.recognisesRepeats(delivery)) {
        return Future.succeededFuture(retry);
      }
      Duration pause = retry.after() == null ? PAUSE : retry.after();
      if (pause.compareTo(left()) >= 0) {
        return Future.succeededFuture(interrupted(index, retry.reason()));
      }
      Promise<Void> rested = Promise.promise();
      vertx.setTimer(Math.max(1, pause.toMillis()), tick -> rested.complete());
      return rested.future().compose(done -> send(index));
    }

    private DeliveryOutcome interrupted(int index, String reason) {
      return sender.recognisesRepeats(delivery)
          ? new DeliveryOutcome.Retry(reason)
          : halfSent(index, reason);
    }

    private DeliveryOutcome halfSent(int index, String reason) {
      return new DeliveryOutcome.Uncertain(
          "Of "
              + parts.size()
              + " parts the customer has the first "
              + index
              + ". The next one: "
              + reason);
    }

    private Duration left() {
      return BUDGET.minusNanos(System.nanoTime() - began);
    }
  }
}
