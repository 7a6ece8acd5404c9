package io.omnigate.channels.out;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

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
   * @param index of the call, from 0
   */
  Future<DeliveryOutcome> send(Delivery delivery, String part, int index);

  /** How many parts one call takes, each of them a message of its own to the customer. */
  default int together() {
    return 1;
  }

  /**
   * Sends parts in one call, as {@link #send} does with one.
   *
   * @param parts at least one, and {@link #together} at most
   * @param index of the call, from 0
   */
  default Future<DeliveryOutcome> sendTogether(Delivery delivery, List<String> parts, int index) {
    return send(delivery, parts.getFirst(), index);
  }

  /** How files are sent; empty where the provider takes none, so that links go instead. */
  default Optional<FileSender> files() {
    return Optional.empty();
  }

  /**
   * What is done instead, where the provider would not let the message through and that is known
   * before it is asked; empty where it is to be sent.
   */
  default Optional<Future<DeliveryOutcome>> instead(Delivery delivery) {
    return Optional.empty();
  }

  /**
   * Whether the provider recognises a call that is made again for the same delivery and index, and
   * does not show it twice.
   */
  default boolean recognisesRepeats(Delivery delivery) {
    return false;
  }
}
