package io.omnigate.core.outbox;

import io.omnigate.core.outbox.ConfirmationLinks.Confirmation;
import io.vertx.core.Future;
import java.time.Instant;

/** Takes note of addresses that were confirmed. */
public interface Confirmations {
  /**
   * The customer says that the address is theirs: it is proven from now on, the ticket tells so,
   * and the acknowledgement leaves that was held back. All of it happens once, however often the
   * link is used.
   *
   * @return whether the address is confirmed, now or since earlier; false where there is nothing to
   *     confirm any more, such as on a ticket that was purged. Fails with {@code UNAVAILABLE} where
   *     the database is away
   */
  Future<Boolean> confirm(Confirmation confirmation, Instant now);
}
