package io.omnigate.core.desk;

import io.omnigate.core.intake.Attachment;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written of one ticket, in one transaction.
 *
 * @param before the ticket it was decided on
 * @param state what the lifecycle governs, afterwards
 * @param fields what agents edit, afterwards
 * @param entries to be added to the thread, numbered on from {@link DeskTicket#lastSeq}
 * @param answer the message that goes out, carried by the first of {@code entries}; null for none
 * @param purge whether content and person are to be erased
 * @param again the id of a message in the outbox that is to leave once more; null for none
 */
public record Change(
    DeskTicket before,
    TicketState state,
    Fields fields,
    List<Entry> entries,
    @Nullable Answer answer,
    boolean purge,
    @Nullable String again) {

  /** A change that sends nothing once more. */
  public Change(
      DeskTicket before,
      TicketState state,
      Fields fields,
      List<Entry> entries,
      @Nullable Answer answer,
      boolean purge) {
    this(before, state, fields, entries, answer, purge, null);
  }

  /**
   * The fields that agents edit.
   *
   * @param assignee the agent's e-mail address; null for nobody
   */
  public record Fields(
      String department, @Nullable String assignee, List<String> tags, String subject) {
    /** Those of {@code ticket}. */
    public static Fields of(Ticket ticket) {
      return new Fields(ticket.department(), ticket.assignee(), ticket.tags(), ticket.subject());
    }

    /** The same with another assignee. */
    public Fields assignedTo(@Nullable String agent) {
      return new Fields(department, agent, tags, subject);
    }
  }

  /**
   * A message on its way out, with its files.
   *
   * @param uploads the ids of {@link AgentUploads} of its author, which come behind {@code files}
   */
  public record Answer(
      OutboundMessage message, List<Attachment> files, List<String> uploads, Purpose purpose) {
    /** What an agent wrote. */
    public Answer(OutboundMessage message, List<Attachment> files, List<String> uploads) {
      this(message, files, uploads, Purpose.ANSWER);
    }
  }

  /** A change of nothing but the state, told by {@code entries}. */
  public static Change of(DeskTicket before, TicketState state, List<Entry> entries) {
    return new Change(before, state, Fields.of(before.ticket()), entries, null, false);
  }
}
