package io.omnigate.core.conversation;

import io.omnigate.core.ticket.TicketId;

/**
 * A sign of life in a conversation. Never stored; one that is lost is no loss.
 *
 * @param name the agent's, where an agent gives it; else empty
 */
public record Activity(TicketId ticket, Sort sort, String name) {
  /** What is going on. */
  public enum Sort {
    /** The visitor is writing. */
    VISITOR_TYPES,
    /** An answer has reached the visitor, or was read: the thread tells which. */
    VISITOR_SAW,
    /** An agent is writing an answer. */
    AGENT_TYPES
  }
}
