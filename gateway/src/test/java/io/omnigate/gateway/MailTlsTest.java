package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import io.omnigate.core.SmtpPeer;
import io.omnigate.core.SmtpPeer.Step;
import io.omnigate.core.TestCertificates;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Sent;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.config.ConfigReader;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import io.omnigate.gateway.config.Secrets;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Mail out over TLS and with a password, from the configuration to a peer that demands both. */
class MailTlsTest {
  private static final String OWN_NAME = "dns:localhost,ip:127.0.0.1";
  private static final String PASSWORD = "correct-horse-battery-staple";
  private static final TestCertificates CERTIFICATES = TestCertificates.get();

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private SmtpPeer peer;

  @BeforeEach
  void listen() throws Exception {
    logAs("/logback.xml"); // the gateway's own, and not that of the tests
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void close() throws Exception {
    logAs("/logback-test.xml");
    peer.close();
    vertx.close().await();
  }

  private void logAs(String configuration) throws JoranException {
    root.getLoggerContext().reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(root.getLoggerContext());
    configurator.doConfigure(MailTlsTest.class.getResource(configuration));
  }

  private DeliveryOutcome send(String settings) throws Exception {
    String yaml =
        """
        secret: "a secret of the tests, long enough"
        mail: { from: support@example.com, smtp: { host: localhost, port: %d, %s } }
        agents: [{ email: a@example.com, token: "0123456789abcdef" }]
        channels: { mail: { kind: email, token: "0123456789abcdef" } }
        """
            .formatted(peer.port(), settings);
    Secrets secrets = new Secrets(data.resolve("secrets"), new SecureRandom());
    Setup setup =
        Setup.of(
            new ConfigReader(name -> null, secrets).text("test", yaml, PortOptions.NONE),
            vertx,
            InstantSource.system(),
            new SecureRandom());
    Courier courier = setup.couriers().get("mail");
    return courier.deliver(delivery()).await(30, TimeUnit.SECONDS);
  }

  private static Delivery delivery() {
    Instant now = Instant.now();
    return new Delivery(
        new OutboundMessage(
            "01JD0000000000000000000000",
            TicketId.random(new Random(1)),
            "mail",
            "email",
            "ann@example.com",
            null,
            now),
        1,
        Purpose.ANSWER,
        new Delivery.Content("", "Behind the house.", null, List.of()),
        new Delivery.About("Where?", "support", "Bob", List.of(), now, null, now),
        null,
        List.of());
  }

  private static String trust() {
    return "trust: \"" + CERTIFICATES.authority() + "\"";
  }

  private SmtpPeer secured(String names, boolean implicit) {
    peer = SmtpPeer.secured(CERTIFICATES.server(names), implicit);
    peer.script(this::demanding);
    return peer;
  }

  /** Offers TLS and both ways to sign in, and keeps what it hears. */
  private String demanding(Step step, String line) {
    heard.add(line);
    if (step == Step.EHLO) {
      return "250-peer.example\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN";
    }
    if (line.startsWith("AUTH PLAIN")) {
      return "235 2.7.0 welcome";
    }
    return null;
  }

  private void assertTrouble(DeliveryOutcome outcome, String words) {
    Retry retry = assertInstanceOf(Retry.class, outcome);
    assertTrue(retry.reason().contains(words), retry.reason());
    assertFalse(retry.reason().contains(PASSWORD), retry.reason());
    assertEquals(List.of(), peer.received());
    assertTrue(heard.stream().noneMatch(line -> line.startsWith("MAIL")), heard.toString());
  }

  /** At the most talkative level. */
  private void assertNoSecretInTheLog() {
    String plain = Base64.getEncoder().encodeToString(bytes("\0relay\0" + PASSWORD));
    String login = Base64.getEncoder().encodeToString(bytes(PASSWORD));
    for (ILoggingEvent event : List.copyOf(log.list)) {
      String said = event.getFormattedMessage();
      assertFalse(said.contains(PASSWORD) || said.contains(plain) || said.contains(login), said);
      assertFalse(said.contains("Behind the house") || said.contains("ann@example.com"), said);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"startTls: required", "startTls: optional", "implicitTls: true"})
  void mailLeavesEncryptedToAServerThatOurAuthorityVouchesFor(String settings) throws Exception {
    secured(OWN_NAME, settings.startsWith("implicit"));
    assertInstanceOf(Sent.class, send(settings + ", " + trust()));
    assertTrue(peer.received().getFirst().secure());
    assertEquals(List.of("ann@example.com"), peer.received().getFirst().to());
  }

  @ParameterizedTest
  @ValueSource(strings = {"startTls: required", "startTls: optional", "implicitTls: true"})
  void aServerThatNobodyVouchesForGetsNothing(String settings) throws Exception {
    secured(OWN_NAME, settings.startsWith("implicit"));
    assertTrouble(send(settings), "certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"startTls: required", "implicitTls: true"})
  void aServerOfAnotherNameGetsNothing(String settings) throws Exception {
    secured("dns:mail.elsewhere.example", settings.startsWith("implicit"));
    assertTrouble(send(settings + ", " + trust()), "certificate");
  }

  @Test
  void withoutTheOfferOfTlsNothingLeaves() throws Exception {
    peer = new SmtpPeer();
    peer.script(
        (step, line) -> {
          heard.add(line);
          return step == Step.EHLO ? "250-peer.example\r\n250 AUTH PLAIN LOGIN" : null;
        });
    String user = "user: relay, password: " + PASSWORD;
    assertTrouble(send("startTls: required, " + user), "STARTTLS");
    assertTrue(heard.stream().noneMatch(line -> line.startsWith("AUTH")), heard.toString());
  }

  /** Whether the mail was taken is told on its ticket; nothing is broken that could be mended. */
  @Test
  void aServerThatHangsUpBeforeItAnswersAlarmsNobody() throws Exception {
    peer = new SmtpPeer();
    peer.at(Step.CONTENT, "drop");
    assertInstanceOf(Uncertain.class, send("startTls: disabled"));
    vertx.close().await(); // all that was still to be said
    List<String> alarms =
        List.copyOf(log.list).stream()
            .filter(event -> event.getLevel() == Level.ERROR)
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertEquals(List.of(), alarms);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void thePasswordGoesToTheServerAndNowhereElse(String way) throws Exception {
    secured(OWN_NAME, false);
    peer.script(
        (step, line) -> {
          heard.add(line);
          if (step == Step.EHLO) {
            return "250-peer.example\r\n250-STARTTLS\r\n250 AUTH " + way;
          }
          return step == Step.OTHER ? dialogue(line) : null;
        });
    DeliveryOutcome outcome =
        send("startTls: required, user: relay, password: " + PASSWORD + ", " + trust());
    assertInstanceOf(Sent.class, outcome);
    assertTrue(peer.received().getFirst().secure());
    String proof = way.equals("PLAIN") ? "\0relay\0" + PASSWORD : PASSWORD;
    String encoded = Base64.getEncoder().encodeToString(bytes(proof));
    assertTrue(heard.stream().anyMatch(line -> line.endsWith(encoded)), heard.toString());
    assertNoSecretInTheLog();
  }

  /** Of AUTH LOGIN: the name, then the password. */
  private static String dialogue(String line) {
    if (line.equals("AUTH LOGIN")) {
      return "334 VXNlcm5hbWU6";
    }
    boolean name = line.equals(Base64.getEncoder().encodeToString(bytes("relay")));
    return name ? "334 UGFzc3dvcmQ6" : "235 2.7.0 welcome";
  }

  @Test
  void aWrongPasswordIsTheOperatorsToMendAndTheMailWaits() throws Exception {
    secured(OWN_NAME, true);
    peer.script(
        (step, line) -> {
          heard.add(line);
          if (step == Step.EHLO) {
            return "250-peer.example\r\n250 AUTH PLAIN";
          }
          return step == Step.OTHER ? "535 5.7.8 authentication failed" : null;
        });
    DeliveryOutcome outcome =
        send("implicitTls: true, user: relay, password: " + PASSWORD + ", " + trust());
    assertTrouble(outcome, "authentication failed");
    assertNoSecretInTheLog();
  }
}
