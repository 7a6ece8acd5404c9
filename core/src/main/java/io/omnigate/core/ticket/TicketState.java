package io.omnigate.core.ticket;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the lifecycle governs of a ticket: its status and everything that changes with it, as the
 * ticket's row keeps it. This is the one place that says what a change of status does to the other
 * columns; the desk, the intake and the timers all go through it.
 *
 * @param waiting for how long the customer waits
 * @param aside where the ticket goes back to
 * @param moments when it was answered, resolved, closed, purged
 * @param lease who took it from the queue
 */
public record TicketState(
    Status status,
    Priority priority,
    Waiting waiting,
    Aside aside,
    Moments moments,
    Ticket.@Nullable Lease lease) {

  /** How long after its end a customer may take a ticket up again, unless configured otherwise. */
  public static final Duration REOPEN_WINDOW = Duration.ofDays(4);

  /**
   * The customer's waiting.
   *
   * @param since when the oldest unanswered message came; null once it is answered, resolved or
   *     closed, kept while postponed, spam or deleted
   * @param dueAt by when the customer is to have an answer; null while nobody waits
   * @param overdue whether a timer found {@code dueAt} passed
   */
  public record Waiting(@Nullable Instant since, @Nullable Instant dueAt, boolean overdue) {
    /** Nobody waits. */
    public static final Waiting NONE = new Waiting(null, null, false);

    /** The customer waits since {@code since}; overdue only if it was and still is. */
    Waiting from(Instant since, Priority priority, Instant now, DueRule rule) {
      Instant due = rule.due(priority, since);
      return new Waiting(since, due, overdue && !due.isAfter(now));
    }
  }

  /**
   * Where a ticket that was put aside comes from; see {@link Situation}.
   *
   * @param postponedUntil when it comes back; kept as long as {@code postponedFrom}
   * @param spamFrom null also where it was spam from its first message on
   */
  public record Aside(
      @Nullable Status postponedFrom,
      @Nullable Instant postponedUntil,
      @Nullable Status spamFrom,
      @Nullable Status deletedFrom) {
    /** Never put aside. */
    public static final Aside NONE = new Aside(null, null, null, null);
  }

  /**
   * When something happened to a ticket; null where it never did.
   *
   * @param firstAnswerAt when an agent answered for the first time
   * @param resolvedAt when it was resolved, unless it was taken up again
   * @param closedAt when it was closed, unless it was taken up again
   * @param purgedAt when its content was erased
   */
  public record Moments(
      @Nullable Instant firstAnswerAt,
      @Nullable Instant resolvedAt,
      @Nullable Instant closedAt,
      @Nullable Instant purgedAt) {
    /** Nothing happened yet. */
    public static final Moments NONE = new Moments(null, null, null, null);
  }

  /**
   * A ticket that begins with a customer's message.
   *
   * @param status {@code NEW}; a message that a trap caught is marked as spam afterwards
   * @param at when the message came
   */
  public static TicketState opened(Status status, Priority priority, Instant at, DueRule rule) {
    Waiting waiting = Waiting.NONE.from(at, priority, at, rule);
    return new TicketState(status, priority, waiting, Aside.NONE, Moments.NONE, null);
  }

  /** Whether its content is erased. */
  public boolean purged() {
    return moments.purgedAt() != null;
  }

  /** What {@link Lifecycle} asks of it at the time {@code now}. */
  public Situation situation(Instant now, Duration reopenWindow) {
    Instant ended = moments.closedAt() != null ? moments.closedAt() : moments.resolvedAt();
    return new Situation(
        status,
        aside.postponedFrom(),
        aside.spamFrom(),
        aside.deletedFrom(),
        ended == null || now.isBefore(ended.plus(reopenWindow)),
        moments.purgedAt() != null);
  }

  /**
   * The state once {@code outcome}, which {@link Lifecycle} gave for {@code trigger}, has happened.
   * A follow-up changes another ticket, and what is illegal changes none.
   *
   * @param now when it happens; for a customer's message, when it came
   * @param until when a postponed ticket comes back; for {@link Trigger#POSTPONE} alone
   */
  public TicketState after(
      Outcome outcome, Trigger trigger, Instant now, @Nullable Instant until, DueRule rule) {
    return switch (outcome) {
      case Outcome.Move(Status to) ->
          new TicketState(
              to,
              priority,
              waitingIn(to, now, rule),
              asideIn(to, trigger, until),
              momentsIn(to, trigger, now),
              null);
      case Outcome.Stay() ->
          trigger == Trigger.CUSTOMER_WRITES && waiting.since() == null
              ? withWaiting(waiting.from(now, priority, now, rule))
              : this;
      case Outcome.Purge() -> purged(now);
      case Outcome.FollowUp() -> this;
      case Outcome.Illegal() -> this;
    };
  }

  /** The state with another priority, which moves the due time. */
  public TicketState prioritised(Priority to, Instant now, DueRule rule) {
    Instant since = waiting.since();
    Waiting moved = since == null ? waiting : waiting.from(since, to, now, rule);
    return new TicketState(status, to, moved, aside, moments, lease);
  }

  /** The state of a ticket whose due time a timer found passed; the same where nobody waits. */
  public TicketState markedOverdue() {
    return withWaiting(new Waiting(waiting.since(), waiting.dueAt(), waiting.dueAt() != null));
  }

  /** The state of a ticket taken from the queue, or with null given back to it. */
  public TicketState leased(Ticket.@Nullable Lease to) {
    return new TicketState(status, priority, waiting, aside, moments, to);
  }

  private Waiting waitingIn(Status to, Instant now, DueRule rule) {
    Instant since = waiting.since();
    return switch (to) {
      case NEW, OPEN -> waiting.from(since == null ? now : since, priority, now, rule);
      case ANSWERED, RESOLVED, CLOSED -> Waiting.NONE;
      case POSTPONED, SPAM, DELETED -> waiting;
    };
  }

  private Aside asideIn(Status to, Trigger trigger, @Nullable Instant until) {
    Status spamFrom = aside.spamFrom();
    return switch (to) {
      case NEW, OPEN, ANSWERED, RESOLVED, CLOSED -> Aside.NONE;
      case POSTPONED ->
          trigger == Trigger.POSTPONE
              ? new Aside(
                  status == Status.POSTPONED ? aside.postponedFrom() : status, until, null, null)
              : new Aside(aside.postponedFrom(), aside.postponedUntil(), null, null);
      case SPAM ->
          new Aside(
              aside.postponedFrom(),
              aside.postponedUntil(),
              trigger == Trigger.SPAM ? status : spamFrom,
              null);
      case DELETED -> new Aside(aside.postponedFrom(), aside.postponedUntil(), spamFrom, status);
    };
  }

  private Moments momentsIn(Status to, Trigger trigger, Instant now) {
    Instant answered =
        trigger == Trigger.AGENT_REPLIES
            ? earliest(moments.firstAnswerAt(), now)
            : moments.firstAnswerAt();
    Instant resolved = moments.resolvedAt();
    return switch (to) {
      case NEW, OPEN, ANSWERED, POSTPONED -> new Moments(answered, null, null, null);
      case RESOLVED -> new Moments(answered, earliest(resolved, now), null, null);
      case CLOSED -> new Moments(answered, resolved, earliest(moments.closedAt(), now), null);
      case SPAM, DELETED -> moments;
    };
  }

  private TicketState purged(Instant now) {
    Moments past =
        new Moments(moments.firstAnswerAt(), moments.resolvedAt(), moments.closedAt(), now);
    return new TicketState(status, priority, waiting, aside, past, null);
  }

  private TicketState withWaiting(Waiting to) {
    return new TicketState(status, priority, to, aside, moments, lease);
  }

  private static Instant earliest(@Nullable Instant before, Instant now) {
    return before == null ? now : before;
  }
}
