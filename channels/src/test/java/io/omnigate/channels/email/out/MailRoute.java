package io.omnigate.channels.email.out;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.SmtpPeer;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxOptions;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A way out for mail: a courier, and the SMTP server that it speaks to. */
final class MailRoute implements AutoCloseable {
  private static final String FROM = "Support <support@example.com>";

  private final Vertx vertx = Vertx.vertx();
  private final SmtpPeer peer = new SmtpPeer();

  Vertx vertx() {
    return vertx;
  }

  /** The server, to be told what to do. */
  SmtpPeer peer() {
    return peer;
  }

  /** What the server took. */
  List<Received> received() {
    return peer.received();
  }

  /** A courier of the mails of {@code from}, who may take {@code patience} for each. */
  MailCourier courier(String from, Duration patience) {
    MailConfig server =
        new MailConfig()
            .setHostname("127.0.0.1")
            .setPort(peer.port())
            .setStarttls(StartTLSOptions.DISABLED)
            .setLogin(LoginOption.DISABLED);
    return new MailCourier(
        vertx,
        server,
        from,
        "support@example.com",
        TestDeliveries.TOKENS,
        TestDeliveries.IDS,
        TestDeliveries.wording(),
        patience);
  }

  /** Sends a mail, which has to be taken; answers it as the server saw it. */
  Received send(Delivery delivery) throws Exception {
    return send(FROM, delivery);
  }

  /** The same in the name of {@code from}. */
  Received send(String from, Delivery delivery) throws Exception {
    assertEquals(new DeliveryOutcome.Sent(List.of()), deliver(from, delivery));
    assertEquals(1, peer.received().size());
    return peer.received().getFirst();
  }

  /** What becomes of a mail. */
  DeliveryOutcome deliver(Delivery delivery) throws Exception {
    return deliver(FROM, delivery);
  }

  private DeliveryOutcome deliver(String from, Delivery delivery) throws Exception {
    return courier(from, OutboxOptions.DEFAULTS.deadline())
        .deliver(delivery)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    peer.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
