package io.omnigate.core.intake;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.BatchPlan.ConversationMove;
import io.omnigate.core.intake.BatchPlan.NewConversation;
import io.omnigate.core.intake.BatchView.ConversationKey;
import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.ticket.TicketId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the ticket a message belongs to, and keeps the keys by which later ones will find it. */
final class ConversationPlanner {
  private final BatchView view;
  private final BatchPlan plan;
  private final Map<ConversationKey, TicketId> keys;

  ConversationPlanner(BatchView view, BatchPlan plan) {
    this.view = view;
    this.plan = plan;
    this.keys = new HashMap<>(view.conversations());
  }

  /** Where a message belongs. */
  sealed interface Place {
    /** On this ticket, or on its follow-up. */
    record In(TicketDraft ticket) implements Place {}

    /** On a ticket of its own, though it named this one. */
    record Beside(TicketId named) implements Place {}

    /** On a ticket of its own. */
    record Nowhere() implements Place {}
  }

  Place placeOf(InboundMessage message) {
    TicketId named = null;
    for (Candidate candidate : message.threading().candidates()) {
      TicketDraft ticket = ticketOf(message, candidate);
      if (ticket == null || (ticket.state().purged() && !person(message))) {
        continue; // what is erased stays erased, whatever a machine sends
      }
      if (message.handling().membership() == Membership.HOLDER || takesPart(message, ticket)) {
        return new Place.In(ticket);
      }
      named = named == null ? ticket.id() : named;
    }
    return named == null ? new Place.Nowhere() : new Place.Beside(named);
  }

  private static boolean person(InboundMessage message) {
    return message.handling().nature().isByPerson();
  }

  /**
   * Whether the ticket's answers go to the address the message comes from, in whichever case it is
   * written. The address decides and not the contact: what somebody claimed elsewhere may have
   * joined addresses to one contact.
   */
  private static boolean takesPart(InboundMessage message, TicketDraft ticket) {
    Optional<String> address = EmailAddress.normalise(ticket.recipient());
    return message.sender().identities().stream()
        .filter(Identity::verified)
        .anyMatch(
            each ->
                each.kind() == Identity.Kind.EMAIL && address.isPresent()
                    ? EmailAddress.alike(each.value(), address.get())
                    : each.value().equals(ticket.recipient()));
  }

  /**
   * The ticket of an earlier mail with this one's Message-ID, where it is not the same mail. A
   * mail's own key is no candidate; everybody else's keys are both.
   */
  @Nullable TicketId underSameId(InboundMessage message) {
    if (message.handling().membership() != Membership.SENDER) {
      return null;
    }
    for (String claim : message.threading().claims()) {
      if (!message.threading().candidates().contains(new Candidate.ByKey(claim))) {
        TicketId earlier = keys.get(new ConversationKey(message.origin().channel(), claim));
        if (earlier != null) {
          return earlier;
        }
      }
    }
    return null;
  }

  /**
   * Makes the message's keys lead to {@code ticket}. A key that leads elsewhere is moved only where
   * the ticket goes on for the one it leads to.
   */
  void claim(InboundMessage message, TicketDraft ticket) {
    for (String each : message.threading().claims()) {
      ConversationKey key = new ConversationKey(message.origin().channel(), each);
      TicketId leadsTo = keys.get(key);
      if (leadsTo == null) {
        plan.conversations.add(new NewConversation(key, ticket.id()));
        keys.put(key, ticket.id());
      } else if (!leadsTo.equals(ticket.id()) && endOf(leadsTo).equals(ticket.id())) {
        plan.moves.add(new ConversationMove(key, leadsTo, ticket.id()));
        keys.put(key, ticket.id());
      }
    }
  }

  private @Nullable TicketDraft ticketOf(InboundMessage message, Candidate candidate) {
    TicketId named =
        switch (candidate) {
          case Candidate.ByKey(String key) ->
              keys.get(new ConversationKey(message.origin().channel(), key));
          case Candidate.ByTicket(TicketId id) ->
              view.continuations().containsKey(id) || plan.tickets.containsKey(id) ? id : null;
        };
    return named == null ? null : draft(endOf(named));
  }

  /** The ticket that goes on for {@code id}, as this batch leaves it. */
  private TicketId endOf(TicketId id) {
    TicketId end = view.continuations().getOrDefault(id, id);
    for (TicketDraft draft = plan.tickets.get(end); draft != null; ) {
      TicketId further = draft.continuedIn();
      if (further == null || !plan.tickets.containsKey(further)) {
        return end;
      }
      end = further;
      draft = plan.tickets.get(end);
    }
    return end;
  }

  private TicketDraft draft(TicketId id) {
    TicketDraft known = plan.tickets.get(id);
    if (known != null) {
      return known;
    }
    LockedTicket stored = view.tickets().get(id);
    if (stored == null || stored.continuedIn() != null) {
      throw new Planner.OutdatedView("ticket " + id + " was continued while the batch was read");
    }
    TicketDraft draft = TicketDraft.of(stored);
    plan.tickets.put(id, draft);
    return draft;
  }
}
