package io.omnigate.channels.out;

import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;

/** The courier of a channel that takes messages in only: it says so, at once. */
public final class OneWay implements Courier {
  @Override
  public Future<DeliveryOutcome> deliver(Delivery delivery) {
    return Future.succeededFuture(
        new DeliveryOutcome.Failed(
            "This channel takes messages in only. Reach the customer on another way."));
  }
}
