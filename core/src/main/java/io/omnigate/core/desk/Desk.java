package io.omnigate.core.desk;

import io.omnigate.core.ticket.Ticket;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What agents do to tickets. Each command is one transaction: the ticket's row is locked, the
 * lifecycle is asked, the change and its thread entries are committed together.
 *
 * <p>Fails with a {@link io.omnigate.core.error.Failure}: {@code NOT_FOUND}; {@code STALE} where
 * {@link Command#expectedVersion} is given and the ticket moved on; {@code CONFLICT} with the code
 * {@code illegal-transition} and {@code allowed}, the actions that are legal now; {@code
 * UNAVAILABLE} while the database is away.
 */
public interface Desk {
  /** Carries out {@code command} and answers the ticket as it stands after it. */
  Future<Ticket> perform(Command command);

  /**
   * "To solve": leases the first eligible ticket to an agent and assigns it; empty when there is
   * none. Two callers never get the same ticket while a lease lasts.
   */
  Future<Optional<Ticket>> next(NextRequest request);
}
