package io.omnigate.core.intake;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.BatchPlan.NewEntry;
import io.omnigate.core.intake.BatchView.KnownContact;
import io.omnigate.core.intake.InboundMessage.Fate;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Entry.Author;
import io.omnigate.core.ticket.Entry.Direction;
import io.omnigate.core.ticket.Entry.Kind;
import io.omnigate.core.ticket.Headline;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketEvent;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The thread entries that a message leaves, and what it says of a ticket it opens. */
final class Entries {
  private Entries() {}

  static NewEntry message(TicketDraft ticket, InboundMessage message, KnownContact contact) {
    Map<String, Object> facts = new LinkedHashMap<>(message.content().facts());
    boolean byPerson = message.handling().nature().isByPerson();
    if (!byPerson) {
      facts.put("automatic", true);
    }
    ticket.message(Headline.preview(message.content().text()), byPerson);
    Entry entry =
        new Entry(
            ticket.nextSeq(),
            message.ids().message(),
            message.origin().receivedAt(),
            Kind.MESSAGE,
            Direction.IN,
            author(contact),
            message.content().text(),
            message.content().html(),
            facts,
            List.of());
    return new NewEntry(ticket.id(), entry, message.content().attachments());
  }

  /** What the other server wrote is kept raw; the thread says what became of the message. */
  static NewEntry bounced(TicketDraft ticket, InboundMessage message) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", "bounce");
    facts.put("message", message.ids().message());
    InboundMessage.Returned returned = message.handling().returned();
    if (returned != null) {
      facts.put("returned", returned.message());
      facts.put("outcome", returned.fate().wire());
      facts.put("reason", returned.reason());
    }
    return event(ticket, message, told(returned == null ? Fate.FAILED : returned.fate()), facts);
  }

  private static String told(Fate fate) {
    return switch (fate) {
      case FAILED -> "A message to the customer came back undelivered.";
      case DELAYED -> "A message to the customer is late; the other side still tries.";
      case DELIVERED -> "A message to the customer arrived, as the other side reports.";
      case RELAYED -> "A message to the customer went on to a server that sends no reports.";
      case EXPANDED -> "A message to the customer arrived at an address of several people.";
    };
  }

  /** The newer text follows as a message; the older stays where it is. */
  static NewEntry edited(TicketDraft ticket, InboundMessage message) {
    String text = "The customer changed an earlier message; the newer text follows.";
    return event(
        ticket, message, text, Map.of("event", "edited", "message", message.ids().message()));
  }

  static NewEntry created(TicketDraft ticket, InboundMessage message, Link link) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", "created");
    facts.put("to", Status.NEW.wire());
    String by =
        "Opened by " + message.origin().kind() + " on channel " + message.origin().channel();
    String text =
        switch (link) {
          case Link.None() -> by + '.';
          case Link.FollowUpOf(TicketDraft old) -> {
            facts.put("followUpOf", old.id().value());
            yield by + ", as a follow-up of " + old.id() + '.';
          }
          case Link.Unverified(TicketId named) -> {
            facts.put("named", named.value());
            yield by + ". It names ticket " + named + ", whose contact is somebody else.";
          }
        };
    return event(ticket, message, text, facts);
  }

  static NewEntry continued(TicketDraft ticket, TicketId followUp, InboundMessage message) {
    return event(
        ticket,
        message,
        "Continued in " + followUp + '.',
        Map.of("event", "continued", "in", followUp.value()));
  }

  static NewEntry moved(TicketDraft ticket, Trigger trigger, Status from, InboundMessage message) {
    TicketEvent moved = TicketEvent.status(trigger, from, ticket.state().status(), null, null);
    return event(ticket, message, moved.text(), moved.facts());
  }

  static TicketDraft.Opening opening(InboundMessage message, Link link) {
    TicketId followUpOf = link instanceof Link.FollowUpOf(TicketDraft old) ? old.id() : null;
    List<String> tags =
        Stream.concat(
                message.handling().marks().stream(),
                link instanceof Link.Unverified
                    ? Stream.of(Mark.UNVERIFIED_SENDER)
                    : Stream.empty())
            .filter(mark -> mark != Mark.SPAM)
            .map(mark -> mark.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .sorted()
            .distinct()
            .toList();
    return new TicketDraft.Opening(
        Headline.subject(message.content().subject(), message.content().text()),
        message.origin().channel(),
        message.origin().kind(),
        message.handling().department(),
        tags,
        message.origin().receivedAt(),
        recipient(message),
        followUpOf);
  }

  private static NewEntry event(
      TicketDraft ticket, InboundMessage message, String text, Map<String, Object> facts) {
    int seq = ticket.nextSeq();
    String id = Ulid.derive(message.ids().message(), seq);
    Entry entry =
        new Entry(
            seq,
            id,
            message.origin().receivedAt(),
            Kind.EVENT,
            Direction.INTERNAL,
            Author.SYSTEM,
            text,
            null,
            facts,
            List.of());
    return new NewEntry(ticket.id(), entry, List.of());
  }

  private static Author author(KnownContact contact) {
    String visitor = contact.visitor() == null ? null : contact.visitor().value();
    return new Author(
        Author.Type.CUSTOMER, contact.name() == null ? visitor : contact.name(), null);
  }

  /** Where answers go: what the channel says, the sender's id, or the address as it was written. */
  private static String recipient(InboundMessage message) {
    String answersTo = message.threading().answersTo();
    if (answersTo != null) {
      return answersTo;
    }
    Identity strongest = message.strongest();
    if (strongest != null && strongest.kind() == Identity.Kind.CHANNEL) {
      return strongest.value().substring(strongest.value().indexOf(':') + 1);
    }
    String email = message.sender().email();
    String phone = message.sender().phone();
    return email != null ? email : phone != null ? phone : "";
  }
}
