package io.omnigate.gateway.live;

import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.TicketId;
import org.jspecify.annotations.Nullable;

/** What a client may send on the live queue's socket. */
sealed interface ClientFrame {
  /** The first frame of a client that has no session cookie. */
  record Auth(String token) implements ClientFrame {}

  /**
   * Begins, or replaces, a subscription.
   *
   * @param id the client's name for it, on this socket
   * @param limit how many tickets the window holds at most
   * @param resume where the client stands; null to begin with a snapshot
   */
  record Subscribe(String id, TicketFilter filter, int limit, @Nullable Resume resume)
      implements ClientFrame {}

  /**
   * What a client has folded up to.
   *
   * @param epoch from the snapshot
   * @param seq of the last frame folded
   */
  record Resume(String epoch, long seq) {}

  /** Ends a subscription; nothing happens where there is none. */
  record Unsubscribe(String id) implements ClientFrame {}

  /**
   * Asks for the next ticket to solve.
   *
   * @param ref given back with the answer
   */
  record Next(@Nullable TicketId skip, @Nullable String reason, @Nullable String ref)
      implements ClientFrame {}

  /** Says which ticket the agent has on the screen; null for none. */
  record Viewing(@Nullable TicketId ticket) implements ClientFrame {}

  /** Says that the agent is writing an answer to a ticket's customer. */
  record Typing(TicketId ticket) implements ClientFrame {}

  /**
   * Asks whether the gateway is there: a page is not told of the pings below WebSocket's frames.
   */
  record Ping() implements ClientFrame {}
}
