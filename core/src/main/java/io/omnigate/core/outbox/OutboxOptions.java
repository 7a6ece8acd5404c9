package io.omnigate.core.outbox;

import java.time.Duration;

/**
 * How patiently the outbox sends.
 *
 * @param firstRetry how long after the first failed try the second one follows; each further pause
 *     is twice as long, up to {@link #LONGEST_PAUSE}
 * @param attempts how many tries there are before a message counts as failed
 * @param perRecipientHour how many messages one recipient gets within an hour; further ones wait
 * @param automaticPerRecipientDay how many automatic ones one recipient gets within 24 hours;
 *     further ones are never sent
 * @param lease how long a gateway keeps a message from others; when it has gone by, what it had
 *     begun to hand over counts as uncertain
 */
public record OutboxOptions(
    Duration firstRetry,
    int attempts,
    int perRecipientHour,
    int automaticPerRecipientDay,
    Duration lease) {
  /** What holds where nothing is configured: tries for about two days. */
  public static final OutboxOptions DEFAULTS =
      new OutboxOptions(Duration.ofSeconds(30), 55, 60, 5, Duration.ofMinutes(3));

  /** The longest pause between two tries, whatever the other side asks for. */
  public static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** How long a courier may take for one message: well within the lease. */
  public Duration deadline() {
    return lease.dividedBy(3);
  }
}
