package io.omnigate.core.ticket;

import static io.omnigate.core.ticket.Status.ANSWERED;
import static io.omnigate.core.ticket.Status.CLOSED;
import static io.omnigate.core.ticket.Status.DELETED;
import static io.omnigate.core.ticket.Status.NEW;
import static io.omnigate.core.ticket.Status.OPEN;
import static io.omnigate.core.ticket.Status.POSTPONED;
import static io.omnigate.core.ticket.Status.RESOLVED;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one table of transitions. What is not listed is illegal; docs/state-machine.md draws it and a
 * test holds the drawing against this class.
 *
 * <p>Neither switch has a default: a new trigger or status does not compile until it has its cell.
 */
public final class Lifecycle {
  private static final Outcome STAY = new Outcome.Stay();
  private static final Outcome FOLLOW_UP = new Outcome.FollowUp();
  private static final Outcome ILLEGAL = new Outcome.Illegal();

  private Lifecycle() {}

  /** What {@code trigger} does to a ticket in situation {@code at}. */
  public static Outcome decide(Situation at, Trigger trigger) {
    return switch (trigger) {
      case CUSTOMER_WRITES -> customerWrites(at);
      case AUTOMATIC_MESSAGE -> STAY;
      case AGENT_REPLIES ->
          switch (at.status()) {
            case NEW, OPEN, ANSWERED, POSTPONED, RESOLVED -> move(ANSWERED);
            case CLOSED, SPAM, DELETED -> ILLEGAL;
          };
      case RESOLVE ->
          switch (at.status()) {
            case NEW, OPEN, ANSWERED, POSTPONED -> move(RESOLVED);
            case RESOLVED, CLOSED, SPAM, DELETED -> ILLEGAL;
          };
      case CUSTOMER_CONFIRMS, CLOSE ->
          switch (at.status()) {
            case ANSWERED, RESOLVED -> move(CLOSED);
            case NEW, OPEN, POSTPONED, CLOSED, SPAM, DELETED -> ILLEGAL;
          };
      case CUSTOMER_DECLINES ->
          switch (at.status()) {
            case ANSWERED, RESOLVED -> move(OPEN);
            case CLOSED -> at.inReopenWindow() ? move(OPEN) : ILLEGAL;
            case NEW, OPEN, POSTPONED, SPAM, DELETED -> ILLEGAL;
          };
      case POSTPONE ->
          switch (at.status()) {
            case NEW, OPEN, ANSWERED, POSTPONED -> move(POSTPONED);
            case RESOLVED, CLOSED, SPAM, DELETED -> ILLEGAL;
          };
      case TIME_COMES ->
          switch (at.status()) {
            case POSTPONED -> move(at.postponedFrom() == NEW ? NEW : OPEN);
            case NEW, OPEN, ANSWERED, RESOLVED, CLOSED, SPAM, DELETED -> ILLEGAL;
          };
      case REOPEN ->
          switch (at.status()) {
            case ANSWERED, POSTPONED, RESOLVED, CLOSED -> move(OPEN);
            case NEW, OPEN, SPAM, DELETED -> ILLEGAL;
          };
      case SPAM ->
          switch (at.status()) {
            case NEW, OPEN, ANSWERED, POSTPONED, RESOLVED, CLOSED -> move(Status.SPAM);
            case SPAM, DELETED -> ILLEGAL;
          };
      case NOT_SPAM -> at.status() == Status.SPAM && !at.purged() ? back(at.spamFrom()) : ILLEGAL;
      case DELETE ->
          switch (at.status()) {
            case NEW, OPEN, ANSWERED, POSTPONED, RESOLVED, CLOSED, SPAM -> move(DELETED);
            case DELETED -> ILLEGAL;
          };
      case RESTORE -> at.status() == DELETED && !at.purged() ? back(at.deletedFrom()) : ILLEGAL;
      case PURGE ->
          switch (at.status()) {
            case SPAM, DELETED -> at.purged() ? ILLEGAL : new Outcome.Purge();
            case NEW, OPEN, ANSWERED, POSTPONED, RESOLVED, CLOSED -> ILLEGAL;
          };
    };
  }

  /** The triggers that are legal in situation {@code at}, in their declared order. */
  public static Set<Trigger> allowed(Situation at) {
    Set<Trigger> allowed = EnumSet.noneOf(Trigger.class);
    for (Trigger trigger : Trigger.values()) {
      if (!(decide(at, trigger) instanceof Outcome.Illegal)) {
        allowed.add(trigger);
      }
    }
    return allowed;
  }

  private static Outcome customerWrites(Situation at) {
    return switch (at.status()) {
      case NEW, SPAM -> at.purged() ? FOLLOW_UP : STAY;
      case OPEN -> STAY;
      case ANSWERED, POSTPONED -> move(OPEN);
      case RESOLVED -> at.inReopenWindow() ? move(OPEN) : FOLLOW_UP;
      case CLOSED, DELETED -> FOLLOW_UP;
    };
  }

  private static Outcome move(Status to) {
    return new Outcome.Move(to);
  }

  /** A ticket that was spam from its first message on comes back as new. */
  private static Outcome back(@Nullable Status from) {
    return move(from == null ? NEW : from);
  }
}
