package io.omnigate.core.desk;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing an agent does to one ticket. */
public sealed interface Command {
  /** The ticket. */
  TicketId ticket();

  /** Who does it. */
  Agent by();

  /** The version the agent saw; null to take the ticket as it is. */
  @Nullable Long expectedVersion();

  /**
   * An answer to the customer: stored, queued for the ticket's channel, status → answered.
   *
   * @param uploads the ids of files that the agent sent ahead ({@link AgentUploads}), which come
   *     behind {@code attachments}
   */
  record Reply(
      TicketId ticket,
      Agent by,
      @Nullable Long expectedVersion,
      String text,
      @Nullable String html,
      List<Attachment> attachments,
      List<String> uploads)
      implements Command {
    /** An answer with nothing sent ahead. */
    public Reply(
        TicketId ticket,
        Agent by,
        @Nullable Long expectedVersion,
        String text,
        @Nullable String html,
        List<Attachment> attachments) {
      this(ticket, by, expectedVersion, text, html, attachments, List.of());
    }
  }

  /** A note between agents. */
  record Note(TicketId ticket, Agent by, @Nullable Long expectedVersion, String text)
      implements Command {}

  /**
   * A change of status.
   *
   * @param trigger one of {@link #ACTIONS}
   * @param until for {@code POSTPONE}, when to come back
   */
  record Transition(
      TicketId ticket,
      Agent by,
      @Nullable Long expectedVersion,
      Trigger trigger,
      @Nullable Instant until,
      @Nullable String reason)
      implements Command {
    /** The triggers an agent may pull by name. */
    public static final List<Trigger> ACTIONS =
        List.of(
            Trigger.RESOLVE,
            Trigger.CLOSE,
            Trigger.REOPEN,
            Trigger.POSTPONE,
            Trigger.SPAM,
            Trigger.NOT_SPAM,
            Trigger.DELETE,
            Trigger.RESTORE,
            Trigger.PURGE);

    /** The action with the given JSON name. */
    public static Optional<Trigger> action(String wire) {
      return ACTIONS.stream().filter(trigger -> trigger.wire().equals(wire)).findFirst();
    }

    /** The role that an action needs: what cannot be undone is for admins. */
    public static Role needs(Trigger action) {
      return action == Trigger.PURGE ? Role.ADMIN : Role.AGENT;
    }

    /** The JSON names of the actions that are legal in a situation for an agent with a role. */
    public static List<String> allowed(Situation at, Role role) {
      Set<Trigger> legal = Lifecycle.allowed(at);
      return ACTIONS.stream()
          .filter(action -> legal.contains(action) && role.includes(needs(action)))
          .map(Trigger::wire)
          .toList();
    }
  }

  /**
   * A message to the customer that did not arrive, or of which nobody knows, goes out once more.
   *
   * @param message the id of its entry
   */
  record SendAgain(TicketId ticket, Agent by, @Nullable Long expectedVersion, String message)
      implements Command {}

  /**
   * A change of fields; null leaves a field as it is.
   *
   * @param assignee an agent's e-mail address; an empty Optional takes the assignee away
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
  record Patch(
      TicketId ticket,
      Agent by,
      @Nullable Long expectedVersion,
      @Nullable Priority priority,
      @Nullable String department,
      @Nullable Optional<String> assignee,
      @Nullable List<String> tags,
      @Nullable String subject)
      implements Command {}
}
