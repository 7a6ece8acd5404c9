package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.BatchPlan.NewInbound;
import io.omnigate.core.intake.BatchPlan.StatusChange;
import io.omnigate.core.intake.BatchStore.Result;
import io.omnigate.core.intake.BatchView.InboundKey;
import io.omnigate.core.intake.BatchView.KnownContact;
import io.omnigate.core.intake.BatchView.KnownInbound;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.DueRule;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Outcome;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides a batch: from what was read to what is to be written. Pure: no clock, no I/O. Messages
 * are taken in their order, and each sees what the ones before it did.
 */
public final class Planner {
  private final DueRule due;
  private final Duration reopenWindow;

  /**
   * A planner.
   *
   * @param reopenWindow for how long after its end a customer's message reopens a ticket
   */
  public Planner(DueRule due, Duration reopenWindow) {
    this.due = due;
    this.reopenWindow = reopenWindow;
  }

  /**
   * What {@code messages} come to, given what is known.
   *
   * @throws OutdatedView if a ticket has meanwhile been continued in one that was not read; read
   *     again
   */
  public BatchPlan plan(List<InboundMessage> messages, BatchView view) {
    Run run = new Run(view);
    messages.forEach(run::take);
    run.contacts.dropUnused();
    return run.plan;
  }

  /** What was read no longer holds; the batch is to be read again. */
  public static final class OutdatedView extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutdatedView(String what) {
      super(what, null, false, false);
    }
  }

  private final class Run {
    private final BatchPlan plan = new BatchPlan();
    private final Map<InboundKey, KnownInbound> known;
    private final ContactPlanner contacts;
    private final ConversationPlanner conversations;

    Run(BatchView view) {
      this.known = new HashMap<>(view.inbound());
      this.contacts = new ContactPlanner(view, plan);
      this.conversations = new ConversationPlanner(view, plan);
    }

    void take(InboundMessage message) {
      KnownInbound before = known.get(InboundKey.of(message));
      plan.results.add(before == null ? store(flagged(message)) : again(message, before));
    }

    private InboundMessage flagged(InboundMessage message) {
      TicketId earlier = conversations.underSameId(message);
      return earlier == null ? message : message.repeating(earlier);
    }

    private Result again(InboundMessage message, KnownInbound before) {
      Receipt first = before.receipt();
      if (first.message().equals(message.ids().message())) {
        return new Result.Stored(first);
      }
      if (message.origin().sameBytes()
          && !message.origin().raw().sha256().equals(before.rawSha256())) {
        return new Result.Refused(
            new Failure(
                Failure.Kind.INVALID,
                "idempotency-key-reused",
                "This key was used before for another message. Use a new key for a new message."));
      }
      return new Result.Stored(first.again());
    }

    private Result store(InboundMessage message) {
      ConversationPlanner.Place place = conversations.placeOf(message);
      if (message.handling().nature() == Nature.BOUNCE) {
        return bounced(message, place);
      }
      KnownContact contact = contacts.contactOf(message);
      TicketDraft ticket =
          switch (place) {
            case ConversationPlanner.Place.In(TicketDraft in) -> write(message, contact, in);
            case ConversationPlanner.Place.Beside(var named) ->
                open(message, contact, new Link.Unverified(named));
            case ConversationPlanner.Place.Nowhere() -> open(message, contact, new Link.None());
          };
      conversations.claim(message, ticket);
      boolean created = ticket.isNew() && ticket.id().equals(message.ids().ticket());
      Receipt receipt =
          new Receipt(
              ticket.id(),
              message.ids().message(),
              contact.visitor(),
              ticket.state().status(),
              created,
              false);
      return stored(message, receipt);
    }

    /** A bounce is told on the ticket whose message came back; it opens none and moves none. */
    private Result bounced(InboundMessage message, ConversationPlanner.Place place) {
      if (!(place instanceof ConversationPlanner.Place.In(TicketDraft ticket))) {
        plan.setAside.add(message);
        Receipt kept = Receipt.kept(message.ids().message());
        known.put(InboundKey.of(message), new KnownInbound(kept, message.origin().raw().sha256()));
        return new Result.Stored(kept);
      }
      ticket.change(ticket.state());
      plan.entries.add(Entries.bounced(ticket, message));
      InboundMessage.Returned returned = message.handling().returned();
      if (returned != null && returned.failed()) {
        plan.returned.add(returned);
      }
      return stored(
          message,
          new Receipt(
              ticket.id(), message.ids().message(), null, ticket.state().status(), false, false));
    }

    private Result stored(InboundMessage message, Receipt receipt) {
      plan.inbound.add(new NewInbound(message, receipt));
      known.put(InboundKey.of(message), new KnownInbound(receipt, message.origin().raw().sha256()));
      return new Result.Stored(receipt);
    }

    /** On a ticket that goes on, or on a follow-up of one that is over. */
    private TicketDraft write(InboundMessage message, KnownContact contact, TicketDraft ticket) {
      boolean person = message.handling().nature().isByPerson();
      Trigger trigger = person ? Trigger.CUSTOMER_WRITES : Trigger.AUTOMATIC_MESSAGE;
      Instant now = message.origin().receivedAt();
      TicketState before = ticket.state();
      Outcome outcome = Lifecycle.decide(before.situation(now, reopenWindow), trigger);
      if (outcome instanceof Outcome.FollowUp) {
        TicketDraft followUp = open(message, contact, new Link.FollowUpOf(ticket));
        ticket.continueIn(followUp.id());
        ticket.change(before);
        plan.entries.add(Entries.continued(ticket, followUp.id(), message));
        return followUp;
      }
      ticket.change(before.after(outcome, trigger, now, null, due));
      if (message.handling().nature() == Nature.EDIT) {
        plan.entries.add(Entries.edited(ticket, message));
      }
      plan.entries.add(Entries.message(ticket, message, contact));
      if (ticket.state().status() != before.status()) {
        moved(ticket, trigger, before.status(), message);
      }
      return ticket;
    }

    private TicketDraft open(InboundMessage message, KnownContact contact, Link link) {
      Instant now = message.origin().receivedAt();
      TicketState opened = TicketState.opened(Status.NEW, message.handling().priority(), now, due);
      TicketDraft ticket =
          TicketDraft.open(
              message.ids().ticket(), contact.id(), opened, Entries.opening(message, link));
      plan.tickets.put(ticket.id(), ticket);
      ticket.change(opened);
      plan.entries.add(Entries.message(ticket, message, contact));
      BatchPlan.NewEntry created = Entries.created(ticket, message, link);
      plan.entries.add(created);
      plan.statusChanges.add(new StatusChange(null, Status.NEW));
      if (unwanted(message)) {
        Outcome spam = Lifecycle.decide(opened.situation(now, reopenWindow), Trigger.SPAM);
        ticket.change(opened.after(spam, Trigger.SPAM, now, null, due));
        moved(ticket, Trigger.SPAM, Status.NEW, message);
      } else if (!(link instanceof Link.Unverified)) {
        acknowledge(ticket, message, created.entry());
      }
      return ticket;
    }

    /** A trap caught it: nothing for the queue. */
    private static boolean unwanted(InboundMessage message) {
      return message.handling().marks().contains(Mark.SPAM);
    }

    private void acknowledge(TicketDraft ticket, InboundMessage message, Entry created) {
      InboundMessage.Addressee to = message.handling().told();
      if (to != null && message.handling().nature() == Nature.CUSTOMER) {
        plan.acknowledgements.add(
            new BatchPlan.NewAcknowledgement(
                ticket.id(), created, message.origin().channel(), message.origin().kind(), to));
      }
    }

    private void moved(TicketDraft ticket, Trigger trigger, Status from, InboundMessage message) {
      plan.entries.add(Entries.moved(ticket, trigger, from, message));
      plan.statusChanges.add(new StatusChange(from, ticket.state().status()));
    }
  }
}
