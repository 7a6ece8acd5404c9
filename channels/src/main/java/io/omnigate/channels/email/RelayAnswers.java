package io.omnigate.channels.email;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.ReceiptJson;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Problem;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import java.util.List;
import java.util.OptionalInt;

/**
 * What each relay understands by the status it is answered with: the mail is ours now, drop it for
 * good, send it again. One row for each; {@code own} is the status that the outcome has for
 * everybody. Who is not authentic hears 401 from all of them and never what a relay takes for
 * "drop": a wrong password must not cost mail where the relay tries again.
 */
public enum RelayAnswers {
  /** Our own, and Postfix' by the shipped script, which tells 4xx from 5xx itself. */
  EMAIL(own(), own(), own()),

  /**
   * 200 and nothing else, 406, anything else
   * (https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http).
   */
  MAILGUN(always(200), always(406), own()),

  /**
   * 2xx; only 5xx is tried again, for three days
   * (https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/inbound-email).
   */
  SENDGRID(always(200), own(), always(503)),

  /**
   * 200, 403, anything else: ten times in ten and a half hours
   * (https://postmarkapp.com/support/article/understanding-inbound-webhook-retries-in-postmark).
   */
  POSTMARK(always(200), always(403), own()),

  /**
   * 2xx; only what a server is at fault for is tried again
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html).
   */
  SES(always(200), own(), always(503));

  private final OptionalInt accepted;
  private final OptionalInt permanent;
  private final OptionalInt passing;

  RelayAnswers(OptionalInt accepted, OptionalInt permanent, OptionalInt passing) {
    this.accepted = accepted;
    this.permanent = permanent;
    this.passing = passing;
  }

  /** The answer to a request whose mail is durable, or which carried none. */
  public Answer accepted(Arrival arrival, List<Receipt> receipts) {
    return accepted.isEmpty()
        ? ReceiptJson.answer(receipts.getFirst())
        : ReceiptJson.webhook(arrival, receipts).withStatus(accepted.getAsInt());
  }

  /** The answer to a request that failed. */
  public Answer refused(Failure failure) {
    OptionalInt status =
        switch (failure.kind()) {
          case UNAUTHENTICATED, METHOD_NOT_ALLOWED -> own();
          case TIMEOUT, TOO_MANY, INTERNAL, UNAVAILABLE -> passing;
          case BAD_REQUEST,
              FORBIDDEN,
              NOT_FOUND,
              CONFLICT,
              STALE,
              TOO_LARGE,
              UNSUPPORTED_TYPE,
              INVALID ->
              permanent;
        };
    return Problem.answer(failure, status.orElse(failure.kind().status()));
  }

  private static OptionalInt own() {
    return OptionalInt.empty();
  }

  private static OptionalInt always(int status) {
    return OptionalInt.of(status);
  }
}
