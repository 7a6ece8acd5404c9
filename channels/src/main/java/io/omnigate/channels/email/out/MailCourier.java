package io.omnigate.channels.email.out;

import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.Wording;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Hands messages to an SMTP server, for every channel whose customers are answered by e-mail. */
public final class MailCourier implements Courier {
  private static final int PARALLEL = 4;
  private static final int CONNECT_MILLIS = 6_000;

  /** How long a server may take until it has let us in. */
  private static final long ENTRY_MILLIS = 10_000;

  /** How long the server may be silent; well within the deadline of a delivery. */
  private static final int SILENCE_SECONDS = 40;

  private final Vertx vertx;
  private final MailClient client;
  private final MailComposer composer;

  /**
   * A courier.
   *
   * @param server where the SMTP server is and how it wants to be spoken to; timeouts and pooling
   *     are set here
   * @param from the mailbox mail comes from, with its name
   * @param address the same without
   */
  public MailCourier(
      Vertx vertx,
      MailConfig server,
      String from,
      String address,
      MailTokens tokens,
      MessageIds messageIds,
      Wording wording) {
    this.vertx = vertx;
    MailConfig config = new MailConfig(server);
    config
        .setOwnHostname(messageIds.domain())
        .setUserAgent("omnigate")
        .setMaxPoolSize(PARALLEL)
        // One connection for each mail: one that the server closed meanwhile would look like a
        // mail that broke off.
        .setKeepAlive(false)
        .setConnectTimeout(CONNECT_MILLIS)
        .setIdleTimeout(SILENCE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
    this.client = MailClient.create(vertx, config);
    this.composer = new MailComposer(from, address, tokens, messageIds, wording);
  }

  @Override
  public int parallel() {
    return PARALLEL;
  }

  @Override
  public Future<DeliveryOutcome> deliver(Delivery delivery) {
    OutgoingMail mail;
    try {
      mail = composer.compose(delivery);
    } catch (Unmailable unmailable) {
      return Future.succeededFuture(new DeliveryOutcome.Failed(unmailable.reason()));
    }
    return send(mail);
  }

  /**
   * A server that does not let us in within the patience for that is tried later; the mail is taken
   * back first, so that a client that gets in after all finds nothing to send.
   */
  private Future<DeliveryOutcome> send(OutgoingMail mail) {
    Promise<DeliveryOutcome> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            ENTRY_MILLIS,
            late -> {
              if (mail.withdraw()) {
                answer.tryComplete(
                    new DeliveryOutcome.Retry("The mail server did not let us in in time."));
              }
            });
    client
        .sendMail(mail)
        .<DeliveryOutcome>map(taken -> new DeliveryOutcome.Sent(List.of()))
        .otherwise(failure -> SmtpOutcome.of(failure, !mail.withdraw()))
        .onSuccess(
            outcome -> {
              vertx.cancelTimer(timer);
              answer.tryComplete(outcome);
            });
    return answer.future();
  }
}
