package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import java.util.List;

/**
 * What a lane asks of the database. One store serves one lane, one call at a time.
 *
 * <p>Both calls may be repeated with the same messages: whatever an earlier call of unknown outcome
 * stored is recognised by its key, and a message recognised by its own id counts as stored, not as
 * a duplicate.
 */
public interface BatchStore {
  /**
   * Stores the messages in one transaction and answers a result for each, in their order. Fails as
   * a whole, with nothing stored or with an unknown outcome: with a {@link Failure} {@code
   * UNAVAILABLE} where the database is away, with anything else where the batch itself is at fault.
   */
  Future<List<Result>> commit(List<InboundMessage> messages);

  /** Keeps the raw bytes of a message that cannot be stored as a ticket, and why. */
  Future<Receipt> quarantine(InboundMessage message, String reason);

  /** Gives the connection back. */
  Future<Void> close();

  /** What became of one message of a batch. */
  sealed interface Result {
    /** It is durable, now or since earlier. */
    record Stored(Receipt receipt) implements Result {}

    /** It breaks a rule; nothing of it was stored. */
    record Refused(Failure failure) implements Result {}
  }
}
