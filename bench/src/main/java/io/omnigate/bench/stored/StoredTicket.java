package io.omnigate.bench.stored;

import io.omnigate.core.id.CheckedBase32;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A ticket with one message in a chat of a visitor without a name, at a random moment of the last
 * year. Every key is random, as the gateway's are.
 *
 * @param open whether it waits in the queue; else it is closed
 * @param message the id of its message
 * @param key the message's idempotency key, and the conversation's
 */
record StoredTicket(
    TicketId id,
    boolean open,
    UUID contact,
    String visitor,
    Instant at,
    String message,
    String key) {
  private static final int DAYS = 365;
  private static final int SECONDS_A_DAY = 86_400;
  private static final int ONE_OPEN_IN = 10;
  private static final int VISITOR_SYMBOLS = 7;

  /**
   * The next one of a sequence, which depends on {@code random} alone.
   *
   * @param now what is recent
   */
  static StoredTicket next(RandomGenerator random, Instant now) {
    Instant at = now.minusSeconds(random.nextInt(DAYS * SECONDS_A_DAY));
    return new StoredTicket(
        TicketId.random(random),
        random.nextInt(ONE_OPEN_IN) == 0,
        new UUID(random.nextLong(), random.nextLong()),
        "V-" + CheckedBase32.encode(random.nextLong(), VISITOR_SYMBOLS),
        at,
        Ulid.next(at, random),
        Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
  }
}
