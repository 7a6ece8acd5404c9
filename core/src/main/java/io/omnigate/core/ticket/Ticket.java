package io.omnigate.core.ticket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as it stands at {@code version}.
 *
 * @param channel the id of the channel it came in by
 * @param kind that channel's kind, such as {@code email}
 * @param assignee the agent's e-mail address
 * @param waitingSince when the oldest unanswered customer message came; null while nobody waits
 * @param dueAt by when the customer is to have an answer; null while nobody waits
 * @param overdue whether {@code dueAt} has passed; set with an event, never silently
 * @param messageCount customer and agent messages, without notes and events
 * @param preview the beginning of the latest customer message, one line
 * @param version grows by one with every change
 * @param followUpOf the ended ticket that this one continues
 * @param lease the agent who took it from the queue; over once its time is past
 */
public record Ticket(
    TicketId id,
    Situation situation,
    Priority priority,
    String subject,
    String channel,
    String kind,
    String department,
    @Nullable String assignee,
    List<String> tags,
    ContactCard contact,
    Instant createdAt,
    @Nullable Instant waitingSince,
    @Nullable Instant dueAt,
    boolean overdue,
    @Nullable Instant postponedUntil,
    int messageCount,
    String preview,
    long version,
    @Nullable TicketId followUpOf,
    @Nullable Lease lease) {

  /** The tag of a ticket of which something did not reach its customer, as far as we know. */
  public static final String UNDELIVERED = "undelivered";

  /**
   * A ticket taken from the queue.
   *
   * @param agent the agent's e-mail address
   * @param until the queue offers it to others from then on
   */
  public record Lease(String agent, Instant until) {}

  /** Where it stands. */
  public Status status() {
    return situation.status();
  }
}
