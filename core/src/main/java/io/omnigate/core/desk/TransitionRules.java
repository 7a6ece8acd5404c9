package io.omnigate.core.desk;

import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.Situation;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a change of status by an agent has to bring along, and how an illegal one is refused. */
final class TransitionRules {
  private static final Duration LONGEST_POSTPONEMENT = Duration.ofDays(366);
  private static final int MAX_REASON = 1_000;

  private TransitionRules() {}

  /** Refuses a legal transition whose details are wrong or missing. */
  static void check(Status from, Command.Transition command, Instant now) {
    String reason = command.reason();
    checkReason(reason);
    if (command.trigger() == Trigger.POSTPONE) {
      checkUntil(command, now);
    }
    if (command.trigger() == Trigger.CLOSE
        && from == Status.ANSWERED
        && (reason == null || reason.isBlank())) {
      throw Failure.invalid(
          "reason", "An answered ticket is closed with a reason; give one, or resolve it.");
    }
  }

  /** Refuses a reason that is too long. */
  static void checkReason(@Nullable String reason) {
    if (reason != null && reason.length() > MAX_REASON) {
      throw Failure.invalid("reason", "The reason has more than 1000 characters; shorten it.");
    }
  }

  /** The refusal of a trigger that is not in the table. */
  static Failure illegal(Command command, Situation at, Trigger trigger) {
    List<String> allowed = Command.Transition.allowed(at, command.by().role());
    String what =
        trigger == Trigger.AGENT_REPLIES ? "a reply" : "the action '" + trigger.wire() + "'";
    String instead = allowed.isEmpty() ? "nothing more" : "one of " + String.join(", ", allowed);
    return new Failure(
        Failure.Kind.CONFLICT,
        "illegal-transition",
        "Ticket %s is %s, which does not allow %s; it allows %s."
            .formatted(
                command.ticket(), at.purged() ? "purged" : at.status().wire(), what, instead),
        Map.of("allowed", allowed));
  }

  private static void checkUntil(Command.Transition command, Instant now) {
    Instant until = command.until();
    if (until == null || !until.isAfter(now)) {
      throw Failure.invalid("until", "Say until when, as a time in the future.");
    }
    if (until.isAfter(now.plus(LONGEST_POSTPONEMENT))) {
      throw Failure.invalid("until", "A ticket is postponed for a year at most.");
    }
  }
}
