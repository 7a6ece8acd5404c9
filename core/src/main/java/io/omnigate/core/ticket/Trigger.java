package io.omnigate.core.ticket;

import java.util.Locale;

/** What may happen to a ticket; each trigger is a row of the table in {@link Lifecycle}. */
public enum Trigger {
  /** A person wrote on the ticket's conversation. */
  CUSTOMER_WRITES,
  /** A machine wrote: an automatic reply or a bounce. It is kept and moves nothing. */
  AUTOMATIC_MESSAGE,
  /** An agent's answer goes out. */
  AGENT_REPLIES,
  /** An agent, or the silence rule, declares it solved. */
  RESOLVE,
  /** The customer says "solved". */
  CUSTOMER_CONFIRMS,
  /** The customer says "not solved". */
  CUSTOMER_DECLINES,
  /** Closed by an agent or because the reminders are spent. */
  CLOSE,
  /** Put aside until a set time. */
  POSTPONE,
  /** The set time has come. */
  TIME_COMES,
  /** An agent takes it up again. */
  REOPEN,
  /** Marked as spam. */
  SPAM,
  /** Spam after all not. */
  NOT_SPAM,
  /** Put into the bin. */
  DELETE,
  /** Taken out of the bin. */
  RESTORE,
  /** Content and person erased for good; the ID and the history of statuses stay. */
  PURGE;

  /** The name used in JSON: lower case with hyphens, such as {@code not-spam}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
