package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;

/**
 * The one way in.
 *
 * <p>The future completes after the commit, never before: a receipt means that the message is
 * durable. It fails with a {@link Failure}: {@code TOO_MANY} over the bound (nothing stored),
 * {@code UNAVAILABLE} while the database is away or slow (the message may yet turn out to be
 * stored; sent again with the same key it is answered with the first receipt), {@code INVALID}
 * where the key was used before for other bytes.
 *
 * <p>A message is refused or accepted alone, whatever came with it.
 */
public interface Intake {
  /** Stores one message. Safe to call from any event loop. */
  Future<Receipt> accept(InboundMessage message);

  /**
   * Whether a message from {@code channel} would be taken now, so that what will be refused anyway
   * need not be read first. Safe to call from any event loop.
   */
  default boolean hasRoom(String channel) {
    return true;
  }

  /** Why a message whose fate is not known in time was not acknowledged. */
  static Failure unavailable() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "storage-unavailable",
        "The message could not be made durable in time. Send it again, unchanged, a little later:"
            + " it will not be doubled.");
  }
}
