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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Hands messages to an SMTP server, for every channel whose customers are answered by e-mail. */
public final class MailCourier implements Courier {
  private static final int PARALLEL = 4;

  /** Of the time that a mail has, a tenth is for the connection, ten seconds at most, */
  private static final int CONNECT_SHARE = 10;

  /** a sixth for the server to let us in, ten seconds at most, */
  private static final int ENTRY_SHARE = 6;

  private static final Duration MOST = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final long entryMillis;
  private final MailClient client;
  private final MailComposer composer;

  /**
   * A courier.
   *
   * @param server where the SMTP server is and how it wants to be spoken to; timeouts and pooling
   *     are set here
   * @param from the mailbox mail comes from, with its name
   * @param address the same without
   * @param patience how long one mail may take
   */
  public MailCourier(
      Vertx vertx,
      MailConfig server,
      String from,
      String address,
      MailTokens tokens,
      MessageIds messageIds,
      Wording wording,
      Duration patience) {
    this.vertx = vertx;
    this.entryMillis = share(patience, ENTRY_SHARE);
    MailConfig config = new MailConfig(server);
    config
        .setOwnHostname(messageIds.domain())
        .setUserAgent("omnigate")
        .setMaxPoolSize(PARALLEL)
        // One connection for each mail: one that the server closed meanwhile would look like a
        // mail that broke off.
        .setKeepAlive(false)
        .setConnectTimeout((int) share(patience, CONNECT_SHARE))
        // and two thirds are how long the server may be silent.
        .setIdleTimeout((int) patience.multipliedBy(2).dividedBy(3).toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    this.client = MailClient.create(vertx, config);
    this.composer = new MailComposer(from, address, tokens, messageIds, wording);
  }

  private static long share(Duration patience, int share) {
    return Math.min(MOST.toMillis(), patience.dividedBy(share).toMillis());
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
            entryMillis,
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
