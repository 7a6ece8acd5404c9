package io.omnigate.channels.out;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import java.util.List;

/** What is a provider's own about sending: how long a part may be, and the call that sends it. */
public interface PartSender {
  /**
   * The parts of a text, each short enough for one call.
   *
   * @param text not blank
   */
  List<String> parts(String text);

  /**
   * Sends one part. Never fails; answers as {@link io.omnigate.core.outbox.Courier} asks of the
   * whole message.
   *
   * @param index from 0
   */
  Future<DeliveryOutcome> send(Delivery delivery, String part, int index);

  /**
   * Whether the provider recognises a part that is sent again for the same delivery and index, and
   * does not show it twice.
   */
  default boolean recognisesRepeats(Delivery delivery) {
    return false;
  }
}
