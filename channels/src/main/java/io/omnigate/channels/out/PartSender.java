package io.omnigate.channels.out;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

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

  /**
   * One call that shows the customer something. It never fails, and is given its index, from 0.
   *
   * @param messages how many it shows
   */
  record Call(int messages, IntFunction<Future<DeliveryOutcome>> send) {}

  /** The calls that send {@code parts}, all of them and in their order: one for each. */
  default List<Call> calls(Delivery delivery, List<String> parts) {
    return parts.stream().map(part -> new Call(1, index -> send(delivery, part, index))).toList();
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
