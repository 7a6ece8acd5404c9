package io.omnigate.channels.email.out;

import io.omnigate.channels.Texts;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * What a failure of the mail client means for a mail. A reply of the server is an answer, 4xx to
 * try again and 5xx not to (RFC 5321 4.2.1). A connection that broke says nothing once the mail has
 * begun: the client does not tell how far it came, and a mail that was taken is worse sent twice
 * than asked about.
 */
final class SmtpOutcome {
  /** What the client says, before anything leaves, of a mail over the server's SIZE (RFC 1870). */
  private static final String TOO_LARGE = "message exceeds allowed size limit";

  private static final int MAX_REASON = 300;

  private SmtpOutcome() {}

  /**
   * The outcome.
   *
   * @param begun whether something of the mail may have left
   */
  static DeliveryOutcome of(Throwable failure, boolean begun) {
    if (failure instanceof SMTPException reply) {
      String said = said(reply);
      // Before the mail has begun a refusal is one of us, such as a wrong password: not its fault.
      return reply.isPermanent() && begun
          ? new DeliveryOutcome.Failed("The mail server refused it: " + said)
          : new DeliveryOutcome.Retry("The mail server put it off: " + said);
    }
    if (TOO_LARGE.equals(failure.getMessage())) {
      return new DeliveryOutcome.Failed("It is larger than the mail server takes.");
    }
    return begun
        ? new DeliveryOutcome.Uncertain(
            "The connection to the mail server broke while the mail was handed over. Ask the"
                + " customer, or send it again.")
        : new DeliveryOutcome.Retry(trouble(failure));
  }

  /** The outcome of a mail that was broken off because it took all the time that it has. */
  static DeliveryOutcome tooLong() {
    return new DeliveryOutcome.Uncertain(
        "Handing it to the mail server took too long and was broken off. Ask the customer, or send"
            + " it again.");
  }

  /** The outcome of a mail that was broken off before its end because a file could not be read. */
  static DeliveryOutcome cut() {
    return new DeliveryOutcome.Retry("A file of it could not be read; nothing of it was taken.");
  }

  /** Why no server took us in, before anything of the mail had left. */
  private static String trouble(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "The mail server's certificate, or its encryption, is not to be trusted; the operator"
            + " has to look at mail.smtp: "
            + line(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof IOException) {
        return "The mail server cannot be reached: " + line(String.valueOf(cause.getMessage()));
      }
    }
    return "The mail server cannot be used; the operator has to look at mail.smtp: "
        + line(String.valueOf(failure.getMessage()));
  }

  private static String said(SMTPException reply) {
    String words = String.join(" ", reply.getReplyMessages());
    return line(words.isBlank() ? String.valueOf(reply.getReplyCode()) : words);
  }

  private static String line(String text) {
    return Texts.line(text, MAX_REASON);
  }
}
