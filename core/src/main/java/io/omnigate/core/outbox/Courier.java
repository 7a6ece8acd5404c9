package io.omnigate.core.outbox;

import io.vertx.core.Future;

/**
 * Takes messages to customers of some channels: one implementation for each way out (SMTP, a
 * provider's API). Shared by everything that is on its way at once; keeps no state of a message.
 */
public interface Courier {
  /** How many messages it takes at once, at most. */
  default int parallel() {
    return 4;
  }

  /**
   * Whether a recipient gets only so many messages in a time ({@link OutboxOptions}). Not so where
   * nothing leaves the house and nobody can be flooded: there the customer reads the thread itself,
   * and a cap would only make the agents' view of it wrong.
   */
  default boolean capped() {
    return true;
  }

  /**
   * Hands one message over, once. The message has been recorded as being handed over before this is
   * called, so a gateway that dies from here on leaves it as uncertain, and nobody sends it again
   * by itself.
   *
   * <p>Blocks no event loop and answers within {@link OutboxOptions#deadline}; later counts as
   * {@link DeliveryOutcome.Uncertain}, and so does a failed future, for nobody knows then what the
   * other side made of it. Whoever knows that nothing was taken answers {@link
   * DeliveryOutcome.Retry} or {@link DeliveryOutcome.Failed}: connection refused, an answer that
   * says no.
   */
  Future<DeliveryOutcome> deliver(Delivery delivery);
}
