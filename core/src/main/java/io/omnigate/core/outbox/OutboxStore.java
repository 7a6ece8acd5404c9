package io.omnigate.core.outbox;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the dispatcher asks of the database. Each call is one transaction; everything that decides
 * whether a message may leave is decided there, so that two gateways never send the same one.
 */
public interface OutboxStore {
  /**
   * Leases up to {@code limit} messages of {@code channels} that are due, to nobody else until
   * {@code until}. Of one ticket only the oldest unsent message is given, so that a customer reads
   * in order.
   */
  Future<List<Lease>> claim(Set<String> channels, int limit, Instant now, Instant until);

  /**
   * Records that a leased message is being handed over from now on, and reads it. Empty where it
   * must not leave now: the lease is lost, its ticket purged, or its recipient has had enough.
   */
  Future<Optional<Delivery>> begin(Lease lease, Instant now);

  /**
   * The same for a courier without caps ({@link Courier#capped}): how much its recipient has had is
   * not asked.
   */
  Future<Optional<Delivery>> beginUncapped(Lease lease, Instant now);

  /** Gives a message back that was leased and not begun. */
  Future<Void> release(Lease lease);

  /**
   * Records what became of a begun message. A failure and an uncertain outcome are told on the
   * ticket. Without effect where the lease was lost meanwhile.
   *
   * @param retryAt when a retry is due; null where the outcome is final
   */
  Future<Void> record(Lease lease, DeliveryOutcome outcome, Instant now, @Nullable Instant retryAt);

  /**
   * Ends the leases of gateways that are gone: what they had begun is uncertain from now on, what
   * they had not is given back.
   *
   * @return how many leases ended
   */
  Future<Integer> lapse(Instant now, int limit);

  /**
   * A message that is nobody else's for a while.
   *
   * @param id the message's
   * @param token differs from that of every other lease
   * @param attempt 1 for the first try
   */
  record Lease(String id, String token, String channel, String kind, int attempt) {}
}
