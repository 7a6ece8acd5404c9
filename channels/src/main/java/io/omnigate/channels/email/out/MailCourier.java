package io.omnigate.channels.email.out;

import io.omnigate.core.file.Slices;
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
import io.vertx.ext.mail.impl.MailClientImpl;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to an SMTP server, for every channel whose customers are answered by e-mail. Each
 * mail has a connection of its own, and a client of its own as long as it lasts: only with its
 * client can a connection be broken off.
 */
public final class MailCourier implements Courier {
  private static final Logger LOG = LoggerFactory.getLogger(MailCourier.class);
  private static final int PARALLEL = 4;

  /** Half the time that a mail has is for the server to let us in, until when nothing has left; */
  private static final int ENTRY_SHARE = 2;

  /** ten seconds at most. */
  private static final Duration LONGEST_ENTRY = Duration.ofSeconds(10);

  /** Of this many shares of the whole, */
  private static final int SHARES = 12;

  /** the last is kept for the outcome to be recorded, */
  private static final int HANDING_OVER = 11;

  /** and for this many the server may be silent. */
  private static final int SILENCE = 8;

  private final Vertx vertx;
  private final MailConfig config;
  private final long entryMillis;
  private final long endMillis;
  private final MailComposer composer;

  /** Clients that wait for a mail; a client that a mail failed with is not used again. */
  private final Queue<MailClientImpl> idle = new ConcurrentLinkedQueue<>();

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
    this.entryMillis =
        Math.min(LONGEST_ENTRY.toMillis(), patience.dividedBy(ENTRY_SHARE).toMillis());
    this.endMillis = share(patience, HANDING_OVER);
    this.config =
        new MailConfig(server)
            .setOwnHostname(messageIds.domain())
            .setUserAgent("omnigate")
            // One connection for each mail: one that the server closed meanwhile would look like a
            // mail that broke off.
            .setKeepAlive(false)
            .setConnectTimeout((int) entryMillis)
            .setIdleTimeout((int) share(patience, SILENCE))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    this.composer = new MailComposer(from, address, tokens, messageIds, wording);
  }

  private static long share(Duration patience, int shares) {
    return patience.multipliedBy(shares).dividedBy(SHARES).toMillis();
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
   * back first, so that a client that gets in after all finds nothing to send. What is under way at
   * the end is broken off: its bytes would still flow while an agent reads that nobody knows. And
   * so is, at once, one of which a file cannot be read: the client has not sent the last dot, which
   * comes after all files, and without it no server takes a mail (RFC 5321 4.1.1.4).
   */
  private Future<DeliveryOutcome> send(OutgoingMail mail) {
    Promise<DeliveryOutcome> answer = Promise.promise();
    MailClientImpl client = client();
    long entry =
        vertx.setTimer(
            entryMillis,
            late -> {
              if (mail.withdraw()) {
                answer.tryComplete(
                    new DeliveryOutcome.Retry("The mail server did not let us in in time."));
                breakOff(client);
              }
            });
    long end =
        vertx.setTimer(
            endMillis,
            late -> {
              answer.tryComplete(SmtpOutcome.tooLong());
              breakOff(client);
            });
    mail.files()
        .forEach(
            file ->
                file.whole()
                    .onFailure(
                        cause -> {
                          answer.tryComplete(cut(cause));
                          breakOff(client);
                        }));
    client
        .sendMail(mail)
        .onComplete(
            done -> {
              vertx.cancelTimer(entry);
              vertx.cancelTimer(end);
              if (done.succeeded()) {
                idle.add(client);
                answer.tryComplete(new DeliveryOutcome.Sent(List.of()));
              } else {
                breakOff(client);
                client.close();
                answer.tryComplete(SmtpOutcome.of(done.cause(), !mail.withdraw()));
              }
            });
    return answer.future();
  }

  private static DeliveryOutcome cut(Throwable cause) {
    if (Slices.gone(cause)) {
      return DeliveryOutcome.Failed.fileGone();
    }
    LOG.atWarn().setCause(cause).log("a file of a mail cannot be read");
    return SmtpOutcome.cut();
  }

  private MailClientImpl client() {
    MailClientImpl waiting = idle.poll();
    return waiting == null ? (MailClientImpl) MailClient.create(vertx, config) : waiting;
  }

  /** Closes its connection, wherever that stands; what it was asked to send fails. */
  private static void breakOff(MailClientImpl client) {
    client.getConnectionPool().netClient().close();
  }
}
