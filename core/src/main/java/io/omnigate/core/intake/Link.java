package io.omnigate.core.intake;

import io.omnigate.core.ticket.TicketId;

/** What a new ticket has to do with an older one. */
sealed interface Link {
  /** Nothing. */
  record None() implements Link {}

  /** It goes on for a ticket that is over. */
  record FollowUpOf(TicketDraft ticket) implements Link {}

  /** Its message named a ticket that its sender does not take part in. */
  record Unverified(TicketId named) implements Link {}
}
