package io.omnigate.core.ticket;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of kind {@code EVENT} says: a sentence for people and facts for machines.
 *
 * <p>Events outlive a purge, which takes away their {@code reason} and the name of a customer; so
 * neither the sentence nor any other fact may carry what a customer wrote or is.
 *
 * @param facts {@code event} names it; further keys depend on it
 */
public record TicketEvent(String text, Map<String, Object> facts) {

  /** The ticket came to be. */
  public static TicketEvent created(Status in) {
    return new TicketEvent("Ticket created.", facts("created", "to", in.wire()));
  }

  /**
   * The status changed.
   *
   * @param until when a postponed ticket comes back, else null
   * @param reason given by who did it; null where none was
   */
  public static TicketEvent status(
      Trigger trigger, Status from, Status to, @Nullable Instant until, @Nullable String reason) {
    Map<String, Object> facts = facts("status", "from", from.wire());
    facts.put("to", to.wire());
    facts.put("trigger", trigger.wire());
    if (until != null) {
      facts.put("until", until.toString());
    }
    if (reason != null) {
      facts.put("reason", reason);
    }
    String moved =
        from == to
            ? "The ticket stays " + to.wire()
            : "The status went from " + from.wire() + " to " + to.wire();
    String text = because(trigger) + " " + moved + (until == null ? "." : " until " + until + ".");
    return new TicketEvent(text, facts);
  }

  /** A timer found the due time passed. */
  public static TicketEvent overdue(Instant dueAt) {
    return new TicketEvent(
        "Nobody answered by " + dueAt + ": the ticket is overdue.",
        facts("overdue", "dueAt", dueAt.toString()));
  }

  /** An agent took it from the queue. */
  public static TicketEvent taken(Ticket.Lease lease) {
    return new TicketEvent(
        "Taken from the queue until " + lease.until() + ".",
        facts("taken", "until", lease.until().toString()));
  }

  /** An agent gave it back to the queue. */
  public static TicketEvent skipped(@Nullable String reason) {
    Map<String, Object> facts = facts("skipped", "returned", true);
    if (reason != null) {
      facts.put("reason", reason);
    }
    return new TicketEvent("Skipped: given back to the queue.", facts);
  }

  /**
   * An agent changed a field whose values are ours, such as the priority.
   *
   * @param from JSON value; null where there was none
   */
  public static TicketEvent changed(
      String field, @Nullable Object from, @Nullable Object to, String sentence) {
    Map<String, Object> facts = facts("changed", "field", field);
    if (from != null) {
      facts.put("from", from);
    }
    if (to != null) {
      facts.put("to", to);
    }
    return new TicketEvent(sentence, facts);
  }

  /**
   * A message to the customer did not arrive, or nobody knows whether it did.
   *
   * @param message the id of its entry
   * @param outcome {@code failed} or {@code uncertain}
   * @param reason what the other side said
   */
  public static TicketEvent undelivered(String message, String outcome, String reason) {
    Map<String, Object> facts = facts("undelivered", "message", message);
    facts.put("outcome", outcome);
    facts.put("reason", reason);
    String text =
        outcome.equals("failed")
            ? "A message to the customer was not delivered."
            : "Nobody knows whether a message to the customer was delivered; it is not sent again"
                + " by itself.";
    return new TicketEvent(text, facts);
  }

  /**
   * The customer took a message back.
   *
   * @param message the id of the entry
   */
  public static TicketEvent withdrawn(String message) {
    return new TicketEvent(
        "The customer withdrew a message.", facts("withdrawn", "message", message));
  }

  /**
   * A message came after the customer had changed it.
   *
   * @param message the id of its entry, whose text is the older
   */
  public static TicketEvent overtaken(String message) {
    return new TicketEvent(
        "A message came after the customer had changed it; the newer text was here before.",
        facts("overtaken", "message", message));
  }

  /**
   * An agent sends a message again that did not arrive.
   *
   * @param message the id of its entry
   */
  public static TicketEvent sentAgain(String message) {
    return new TicketEvent("A message is sent again.", facts("sent-again", "message", message));
  }

  /** The customer showed that the address they had given is theirs. */
  public static TicketEvent addressConfirmed() {
    return new TicketEvent(
        "The customer confirmed the e-mail address.", facts("address-confirmed", "verified", true));
  }

  /** Content and person were erased. */
  public static TicketEvent purged() {
    return new TicketEvent(
        "The content and the person were erased.", facts("purged", "erased", true));
  }

  private static String because(Trigger trigger) {
    return switch (trigger) {
      case CUSTOMER_WRITES -> "The customer wrote.";
      case AUTOMATIC_MESSAGE -> "An automatic message came.";
      case AGENT_REPLIES -> "An answer was given.";
      case RESOLVE -> "Declared solved.";
      case CUSTOMER_CONFIRMS -> "The customer says that it is solved.";
      case CUSTOMER_DECLINES -> "The customer says that it is not solved.";
      case CLOSE -> "Closed.";
      case POSTPONE -> "Put aside.";
      case TIME_COMES -> "The set time has come.";
      case REOPEN -> "Taken up again.";
      case SPAM -> "Marked as spam.";
      case NOT_SPAM -> "Not spam after all.";
      case DELETE -> "Put into the bin.";
      case RESTORE -> "Taken out of the bin.";
      case PURGE -> "Erased.";
    };
  }

  private static Map<String, Object> facts(String event, String key, Object value) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", event);
    facts.put(key, value);
    return facts;
  }
}
