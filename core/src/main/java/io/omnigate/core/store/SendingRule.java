package io.omnigate.core.store;

import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.Status;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;

/** Whether a message may leave now: nobody is flooded, and no machine writes where none should. */
final class SendingRule {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);
  private static final Purpose[] PURPOSES = Purpose.values();

  private SendingRule() {}

  /** What may become of a leased message. */
  sealed interface Verdict {
    /** It leaves. */
    record Go() implements Verdict {}

    /** Not before {@code until}. */
    record Wait(Instant until, String reason) implements Verdict {}

    /** It never leaves. */
    record Never(String reason) implements Verdict {}

    /** It belongs to somebody else by now. */
    record Lost() implements Verdict {}
  }

  /** The verdict on a row of the statement {@code measure}. */
  static Verdict judge(Row row, OutboxOptions options) {
    Purpose purpose = PURPOSES[row.getShort("purpose")];
    if (purpose.automatic()) {
      Status status = Status.ofCode(row.getShort("status"));
      if (status == Status.SPAM || status == Status.DELETED) {
        return new Verdict.Never("The ticket is " + status.wire() + '.');
      }
      if (purpose != Purpose.CONFIRMATION && row.getBoolean("unconfirmed")) {
        return new Verdict.Never("The customer has not confirmed this address.");
      }
      if (row.getLong("automatic") >= options.automaticPerRecipientDay()) {
        return new Verdict.Never("This address had enough automatic messages for a day.");
      }
    }
    if (row.getLong("hour") >= options.perRecipientHour()) {
      Instant until = TicketRows.present(row, "oldest").plus(HOUR);
      return new Verdict.Wait(until, "This recipient had enough messages for an hour.");
    }
    return new Verdict.Go();
  }
}
