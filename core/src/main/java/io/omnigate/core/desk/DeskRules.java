package io.omnigate.core.desk;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.error.Failure;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Recipients;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Outcome;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketEvent;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a command does to a ticket; pure: the ticket, the command and the time are given,
 * and nothing is written here. What is not allowed is thrown as a {@link Failure}.
 */
public final class DeskRules {
  private final DeskOptions options;
  private final MessageIds messageIds;
  private final RandomGenerator random;

  /**
   * Rules.
   *
   * @param messageIds makes the Message-IDs of answers that go out as e-mail
   */
  public DeskRules(DeskOptions options, MessageIds messageIds, RandomGenerator random) {
    this.options = options;
    this.messageIds = messageIds;
    this.random = random;
  }

  /** What {@code command} changes of {@code row}; empty where everything is as wanted already. */
  public Optional<Change> decide(DeskTicket row, Command command, Instant now) {
    requireVersion(row.ticket(), command.expectedVersion());
    Entries entries = new Entries(row.lastSeq(), Entries.author(command.by()), now, random);
    return switch (command) {
      case Command.Reply reply -> Optional.of(reply(row, reply, now, entries));
      case Command.Note note -> Optional.of(note(row, note, entries));
      case Command.SendAgain again -> Optional.of(sendAgain(row, again, entries));
      case Command.Transition transition -> Optional.of(transition(row, transition, now, entries));
      case Command.Patch patch -> new PatchRules(row, patch, now, entries).decide();
    };
  }

  /** A ticket taken from the queue: leased and assigned to an agent. */
  public Change take(DeskTicket row, NextRequest request, Instant now) {
    Ticket.Lease lease = new Ticket.Lease(request.agent().email(), now.plus(options.lease()));
    Entries entries = new Entries(row.lastSeq(), Entries.author(request.agent()), now, random);
    return new Change(
        row,
        row.state().leased(lease),
        Change.Fields.of(row.ticket()).assignedTo(request.agent().email()),
        entries.event(TicketEvent.taken(lease)).list(),
        null,
        false);
  }

  /**
   * A ticket given back to the queue; empty where the agent does not hold it any more, and there is
   * nothing to give back.
   */
  public Optional<Change> giveBack(DeskTicket row, NextRequest request, Instant now) {
    TransitionRules.checkReason(request.reason());
    Ticket.Lease lease = row.state().lease();
    String agent = request.agent().email();
    if (lease == null || !lease.agent().equals(agent)) {
      return Optional.empty();
    }
    Entries entries = new Entries(row.lastSeq(), Entries.author(request.agent()), now, random);
    Change.Fields fields = Change.Fields.of(row.ticket());
    return Optional.of(
        new Change(
            row,
            row.state().leased(null),
            agent.equals(fields.assignee()) ? fields.assignedTo(null) : fields,
            entries.event(TicketEvent.skipped(request.reason())).list(),
            null,
            false));
  }

  private Change reply(DeskTicket row, Command.Reply reply, Instant now, Entries entries) {
    requireText(reply.text());
    requireRead(row);
    TicketState after = pull(row, reply, Trigger.AGENT_REPLIES, now, null);
    requireRecipient(row);
    Ticket ticket = row.ticket();
    String id = entries.newId();
    boolean mail = EmailAddress.normalise(row.recipient()).isPresent();
    String messageId = mail ? messageIds.issue(ticket.id(), id) : null;
    entries.answer(
        id,
        reply.text(),
        reply.html(),
        messageId == null ? Map.of() : Map.of("messageId", messageId));
    if (after.status() != ticket.status()) {
      entries.event(
          TicketEvent.status(Trigger.AGENT_REPLIES, ticket.status(), after.status(), null, null));
    }
    OutboundMessage message =
        new OutboundMessage(
            id, ticket.id(), ticket.channel(), ticket.kind(), row.recipient(), messageId, now);
    return new Change(
        row,
        after,
        Change.Fields.of(ticket),
        entries.list(),
        new Change.Answer(message, reply.attachments(), reply.uploads()),
        false);
  }

  private static Change note(DeskTicket row, Command.Note note, Entries entries) {
    requireText(note.text());
    requireContent(row);
    return Change.of(row, row.state(), entries.note(note.text()).list());
  }

  /** Whether the message is one that may leave again is known to the outbox alone. */
  private static Change sendAgain(DeskTicket row, Command.SendAgain command, Entries entries) {
    requireContent(row);
    Ticket ticket = row.ticket();
    List<String> tags =
        ticket.tags().stream().filter(tag -> !tag.equals(Ticket.UNDELIVERED)).toList();
    return new Change(
        row,
        row.state(),
        new Change.Fields(ticket.department(), ticket.assignee(), tags, ticket.subject()),
        entries.event(TicketEvent.sentAgain(command.message())).list(),
        null,
        false,
        command.message());
  }

  private Change transition(
      DeskTicket row, Command.Transition command, Instant now, Entries entries) {
    Trigger trigger = command.trigger();
    TicketState after = pull(row, command, trigger, now, command.until());
    TransitionRules.check(row.ticket().status(), command, now);
    if (trigger == Trigger.PURGE) {
      List<Entry> told = entries.event(TicketEvent.purged()).list();
      return new Change(row, after, Change.Fields.of(row.ticket()), told, null, true);
    }
    Instant until = trigger == Trigger.POSTPONE ? command.until() : null;
    TicketEvent event =
        TicketEvent.status(trigger, row.ticket().status(), after.status(), until, command.reason());
    return Change.of(row, after, entries.event(event).list());
  }

  private TicketState pull(
      DeskTicket row, Command command, Trigger trigger, Instant now, @Nullable Instant until) {
    var situation = row.state().situation(now, options.reopenWindow());
    Outcome outcome = Lifecycle.decide(situation, trigger);
    if (outcome instanceof Outcome.Illegal) {
      throw TransitionRules.illegal(command, situation, trigger);
    }
    return row.state().after(outcome, trigger, now, until, Targets::due);
  }

  private static void requireVersion(Ticket ticket, @Nullable Long expected) {
    if (expected != null && expected != ticket.version()) {
      throw new Failure(
          Failure.Kind.STALE,
          "stale",
          "Ticket %s is at version %d by now; read it again, then repeat the change."
              .formatted(ticket.id(), ticket.version()),
          Map.of("version", ticket.version()));
    }
  }

  private static void requireText(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw Failure.invalid("text", "The text is empty or holds U+0000; write something.");
    }
  }

  private static void requireRead(DeskTicket row) {
    if (row.readElsewhere()) {
      DeskTicket.FollowUp next = row.goesOnIn();
      throw new Failure(
          Failure.Kind.CONFLICT,
          "continued",
          next != null && next.last()
              ? "The customer went on with ticket %s and would not see this; answer there."
                  .formatted(next.id())
              : "The last ticket of this conversation is purged, and the customer would not see"
                  + " this; wait for the new ticket that they open when they write again.",
          next == null ? Map.of() : Map.of("continuedIn", next.id().value()));
    }
  }

  private static void requireRecipient(DeskTicket row) {
    String obstacle = Recipients.obstacle(row.ticket().kind(), row.recipient());
    if (obstacle != null) {
      throw new Failure(
          Failure.Kind.CONFLICT,
          "unreachable",
          obstacle + " Reach the customer in another way, and write a note of it.");
    }
  }

  static void requireContent(DeskTicket row) {
    if (row.purged()) {
      throw new Failure(
          Failure.Kind.CONFLICT,
          "purged",
          "Ticket %s is purged; nothing can be added to it.".formatted(row.ticket().id()));
    }
  }
}
