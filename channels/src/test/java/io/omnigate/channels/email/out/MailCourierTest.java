package io.omnigate.channels.email.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestFiles;
import io.omnigate.core.SmtpPeer;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.SmtpPeer.Step;
import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.ConfirmationLinks;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.OutboxOptions;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.outbox.Templates;
import io.omnigate.core.outbox.Wording;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail as an SMTP server sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailCourierTest {
  private static final Signer SIGNER = new Signer("a secret of the tests, long enough");
  private static final MessageIds IDS = new MessageIds(SIGNER, "reply.example.com");
  private static final MailTokens TOKENS = new MailTokens(SIGNER);
  private static final TicketId TICKET = TicketId.random(new Random(7));
  private static final String ENTRY = "01JD0000000000000000000042";
  private static final Instant ASKED = Instant.parse("2026-03-01T09:30:00Z");

  /** What may stand in the head of a mail of ours. */
  private static final Set<String> HEADERS =
      Set.of(
          "auto-submitted",
          "content-language",
          "content-transfer-encoding",
          "content-type",
          "date",
          "from",
          "in-reply-to",
          "message-id",
          "mime-version",
          "references",
          "reply-to",
          "subject",
          "to",
          "x-auto-response-suppress",
          "user-agent");

  private static final Set<String> PART_HEADERS =
      Set.of(
          "content-type",
          "content-disposition",
          "content-transfer-encoding",
          "content-id",
          "content-description");

  private Vertx vertx;
  private SmtpPeer peer;
  private MailCourier courier;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void listen() {
    peer = new SmtpPeer();
    courier = courier(peer.port());
  }

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void anAnswerIsAThreadedMailThatFindsItsWayBack() throws Exception {
    assertSent(answer("Look behind the door.\n.hidden\n", null, List.of()));

    Received mail = peer.received().getFirst();
    assertEquals(List.of("ann@example.com"), mail.to());
    assertEquals("<" + "support@example.com" + ">", "<" + address(mail.header("From")) + ">");
    assertEquals(IDS.issue(TICKET, ENTRY), mail.header("Message-ID"));
    assertEquals("<2@mail.example>", mail.header("In-Reply-To"));
    assertEquals("<1@mail.example> <2@mail.example>", mail.header("References"));
    assertEquals("Re: Where is my order? [" + TICKET + "]", mail.header("Subject"));
    assertEquals("", mail.header("Auto-Submitted"));
    String replyTo = mail.header("Reply-To");
    assertTrue(replyTo.startsWith("support+") && replyTo.endsWith("@reply.example.com"), replyTo);
    assertEquals(TICKET, TOKENS.replied(token(replyTo)).orElseThrow());
    assertTrue(mail.from().indexOf('@') <= 64, "a local part has 64 octets at most");
    assertEquals(
        new MailTokens.SentMail(TICKET, ENTRY), TOKENS.returned(token(mail.from())).orElseThrow());

    String text = text(mail, "text/plain");
    assertTrue(text.contains("Look behind the door.\n.hidden"), text);
    assertTrue(text.contains("On Mar 1, 2026, 9:30"), text);
    assertTrue(text.contains("Ann wrote:\n> Where is it?\n> <b>Now!</b>"), text);
    String html = text(mail, "text/html");
    assertTrue(html.contains("Look behind the door.<br>"), html);
    assertTrue(html.contains("&lt;b&gt;Now!&lt;/b&gt;"), html);
  }

  @Test
  void whatIsNotAsciiIsEncodedInTheHead() throws Exception {
    courier = courier(peer.port(), "Υποστήριξη <support@example.com>");
    Delivery base = answer("Καλημέρα", null, List.of());
    Delivery greek =
        new Delivery(
            base.message(),
            1,
            Purpose.ANSWER,
            base.content(),
            new Delivery.About(
                "Πού είναι; 📦", "support", "Ζωή", List.of("el"), ASKED, null, ASKED),
            base.answered(),
            base.references());
    assertSent(greek);
    Received mail = peer.received().getFirst();
    assertTrue(
        mail.header().stream().allMatch(line -> line.chars().allMatch(c -> c < 127)),
        () -> String.join("\n", mail.header()));
    assertTrue(mail.header().stream().allMatch(line -> line.length() <= 998));
    assertEquals("support@example.com", address(mail.header("From")));
    assertTrue(text(mail, "text/plain").contains("Καλημέρα"));
    assertTrue(text(mail, "text/plain").contains("Ann έγραψε:"));
    assertEquals("", mail.header("Content-Language"), "who knows what an agent writes in?");
    assertTrue(text(mail, "text/html").contains("<div lang=\"\">Καλημέρα</div>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Order 😀 & 𠜎",
        "Πού είναι η παραγγελία μου; Την περιμένω εδώ και τρεις εβδομάδες, 📦📦📦📦📦📦📦📦📦",
        "=?UTF-8?Q?not_encoded?=",
        "x = 1?",
      })
  void aSubjectIsReadAsItWasWritten(String subject) throws Exception {
    assertSent(about(answer("Hello", null, List.of()), subject));
    Received mail = peer.received().getFirst();
    assertEquals("Re: " + subject + " [" + TICKET + "]", parsed(mail).getSubject());
    assertTrue(
        mail.header().stream()
            .filter(line -> line.contains("=?UTF-8?"))
            .allMatch(line -> line.length() <= 76),
        () -> String.join("\n", mail.header()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bill 7.pdf",
        "pic😀ü.txt",
        "Rechnung März 100%.pdf",
        "παραγγελία και τιμολόγιο του Μαρτίου, τελική έκδοση 📦 με όλες τις διορθώσεις.docx",
      })
  void theNameOfAFileIsReadAsItWasWritten(String name) throws Exception {
    Delivery.File attached = TestFiles.file(name, "text/plain", new byte[] {1});
    Delivery.File inline = TestFiles.file(name, "image/png", new byte[] {2}, "cid-1");
    assertSent(answer("Hello", null, List.of(attached, inline)));
    Received mail = peer.received().getFirst();
    List<String> names = new ArrayList<>();
    gather(parsed(mail), names);
    assertEquals(List.of(name, name), names);
    String heads = mail.content().replaceAll("(?s)\r\n\r\n.*?\r\n--", "\r\n");
    assertFalse(heads.contains("=?"), heads); // RFC 2047 section 5: not in a parameter
    assertTrue(
        heads.lines().filter(line -> line.contains("name")).allMatch(line -> line.length() <= 78),
        heads);
  }

  private static Delivery about(Delivery base, String subject) {
    return new Delivery(
        base.message(),
        1,
        base.purpose(),
        base.content(),
        new Delivery.About(subject, "support", "Zoe", List.of("en"), ASKED, null, ASKED),
        base.answered(),
        base.references());
  }

  private static Message parsed(Received mail) throws Exception {
    byte[] content = mail.content().getBytes(StandardCharsets.ISO_8859_1);
    return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(content));
  }

  private static void gather(Entity entity, List<String> names) {
    if (entity.getBody() instanceof Multipart multipart) {
      multipart.getBodyParts().forEach(part -> gather(part, names));
    } else if (entity.getFilename() != null) {
      names.add(entity.getFilename());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "support@example.com | support@example.com",
        "Support <support@example.com> | Support <support@example.com>",
        "Acme, Ltd. <support@example.com> | \"Acme, Ltd.\" <support@example.com>",
        "\"Acme, Ltd.\" <support@example.com> | \"Acme, Ltd.\" <support@example.com>",
        "Ζωή <support@example.com> | =?UTF-8?B?zpbPic6u?= <support@example.com>"
      })
  void theNameStandsBeforeTheAddress(String from, String header) throws Exception {
    courier = courier(peer.port(), from);
    assertSent(answer("Hello", null, List.of()));
    assertEquals(header, peer.received().getFirst().header("From"));
  }

  @Test
  void anAgentsHtmlGoesOutWithoutScripts() throws Exception {
    String html = "<p>Look <b>here</b></p><script>alert(1)</script><img src=x onerror=alert(1)>";
    assertSent(answer("Look here", html, List.of()));
    String sent = text(peer.received().getFirst(), "text/html");
    assertTrue(sent.contains("<b>here</b>"), sent);
    assertFalse(sent.contains("script"), sent);
    assertFalse(sent.contains("onerror"), sent);
  }

  @Test
  void filesAreAttachedByteByByte() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    Delivery.File file = TestFiles.file("Rechnung März.pdf", "application/pdf", bytes);
    assertSent(answer("See the file", null, List.of(file)));
    String content = peer.received().getFirst().content();
    String encoded = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(bytes);
    assertTrue(content.contains(encoded.substring(0, 1000)));
    assertTrue(content.contains(encoded.substring(encoded.length() - 500)));
    assertTrue(content.contains("Content-Type: application/pdf"), content.substring(0, 3000));
  }

  @Test
  void anAcknowledgementIsMarkedHasNoReturnPathAndRepeatsNothingOfTheSender() throws Exception {
    assertSent(
        worded(delivery(Purpose.ACKNOWLEDGEMENT, "ann@example.com", "", null, List.of(), "fi")));
    Received mail = peer.received().getFirst();
    assertEquals("", mail.from());
    assertEquals("auto-replied", mail.header("Auto-Submitted"));
    assertEquals("All", mail.header("X-Auto-Response-Suppress"));
    assertEquals("fi", mail.header("Content-Language"));
    assertTrue(mail.header("Subject").contains(TICKET.value()), mail.header("Subject"));
    String text = text(mail, "text/plain");
    assertTrue(text.contains("Tapauksesi tunnus: " + TICKET), text);
    assertTrue(text.contains("2.3.2026"), text);
    for (String theirs : List.of("Where is my order", "Where is it", "Ann", "Now!")) {
      assertFalse(mail.content().contains(theirs), theirs);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GREETING, 554 no service, Retry",
    "GREETING, drop, Retry",
    "GREETING, hang, Retry",
    "EHLO, 421 busy, Retry",
    "MAIL, 451 later, Retry",
    "MAIL, 550 no, Failed",
    "RCPT, 450 greylisted, Retry",
    "RCPT, 550 5.1.1 no such user, Failed",
    "RCPT, drop, Uncertain",
    "DATA, 452 full, Retry",
    "DATA, 554 no, Failed",
    "CONTENT, 451 4.3.0 later, Retry",
    "CONTENT, 554 5.6.0 spam, Failed",
    "CONTENT, drop, Uncertain",
  })
  void whatTheServerDoesIsWhatBecomesOfTheMail(Step step, String answer, String outcome)
      throws Exception {
    peer.at(step, answer);
    assertEquals(outcome, deliver(answer("Hello", null, List.of())).getClass().getSimpleName());
  }

  /** Long lines restart the time that a server may be silent; this one is never silent. */
  @Test
  void aMailThatFlowsTooSlowlyIsBrokenOffBeforeItsTimeIsOver() throws Exception {
    Duration patience = Duration.ofSeconds(21);
    courier = courier(peer.port(), "Support <support@example.com>", patience);
    peer.readSlowly();
    byte[] large = new byte[40_000_000];
    new Random(1).nextBytes(large);
    Delivery.File file = TestFiles.file("a.bin", "application/pdf", large);
    long began = System.nanoTime();
    DeliveryOutcome.Uncertain outcome =
        assertInstanceOf(
            DeliveryOutcome.Uncertain.class,
            courier
                .deliver(answer("See the file", null, List.of(file)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS));
    assertTrue(outcome.reason().contains("broken off"), outcome.reason());
    assertTrue(System.nanoTime() - began >= patience.toNanos() * 11 / 12 - 1_000_000_000L);
    while (peer.connections() > 0) { // what had left already
      assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(120), "still open");
      Thread.sleep(50);
    }
    assertEquals(List.of(), peer.received());
  }

  @Test
  void aServerThatIsNotThereIsTriedAgain() throws Exception {
    peer.close();
    assertInstanceOf(DeliveryOutcome.Retry.class, deliver(answer("Hello", null, List.of())));
  }

  @Test
  void theServersWordsReachTheAgent() throws Exception {
    peer.at(Step.RCPT, "550 5.1.1 no such user");
    DeliveryOutcome.Failed failed =
        assertInstanceOf(DeliveryOutcome.Failed.class, deliver(answer("Hello", null, List.of())));
    assertTrue(failed.reason().contains("no such user"), failed.reason());
  }

  @Test
  void aVeryLongTextGoesOutWhole() throws Exception {
    String text = "a line of some length, again and again\n".repeat(2_500) + "the end";
    assertSent(answer(text, null, List.of()));
    assertTrue(text(peer.received().getFirst(), "text/plain").contains("the end"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.com\r\nBcc: eve@evil.example",
        "ann@example.com>\r\nRCPT TO:<eve@evil.example",
        "ann@example.com\nDATA",
        "ann@example.com, eve@evil.example",
        "Ann <ann@example.com>",
        "\"ann@example.com\"@x",
        "jürgen@example.com",
        "ann",
        "",
        "ann@exa mple.com",
        "ann@example.com\u0000"
      })
  void aRecipientThatIsNotOneAddressIsNotWrittenTo(String recipient) throws Exception {
    Delivery delivery = delivery(Purpose.ANSWER, recipient, "Hi", null, List.of(), "en");
    assertInstanceOf(DeliveryOutcome.Failed.class, deliver(delivery));
    assertEquals(List.of(), peer.received());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nBcc: eve@evil.example",
        "x\nX-Evil: 1",
        "x\rX-Evil: 1",
        "x\r\n\r\nbody of mine",
        "x\u0000y",
        "x\u0085X-Evil: 1",
        "x\u2028X-Evil: 1",
        "=?utf-8?Q?x=0D=0AX-Evil:_1?=",
        "\uD83D",
        "x\u000BX-Evil: 1"
      })
  void nothingThatPeopleWroteBecomesAHeader(String evil) throws Exception {
    Delivery.File file =
        TestFiles.file(
            "f" + evil, "text/plain" + evil, new byte[] {'f', 'i', 'l', 'e'}, "cid" + evil);
    Delivery base =
        delivery(Purpose.ANSWER, "ann@example.com", "text " + evil, evil, List.of(file), "en");
    Delivery delivery =
        new Delivery(
            base.message(),
            1,
            Purpose.ANSWER,
            base.content(),
            new Delivery.About(
                "Order " + evil,
                "support" + evil,
                "Agent" + evil,
                List.of("en" + evil),
                ASKED,
                null,
                ASKED),
            new Delivery.Received(ASKED, "Ann" + evil, evil, Map.of()),
            List.of("<1@mail.example>" + evil, "<a" + evil + "@b>", "<2@mail.example>"));
    DeliveryOutcome outcome = deliver(delivery);
    if (outcome instanceof DeliveryOutcome.Failed) {
      assertEquals(List.of(), peer.received());
      return;
    }
    assertInstanceOf(DeliveryOutcome.Sent.class, outcome);
    Received mail = peer.received().getFirst();
    assertEquals(List.of("ann@example.com"), mail.to());
    assertEquals(Set.of(), strangers(mail));
    String content = mail.content();
    assertFalse(Pattern.compile("(?<!\r)\n|\r(?!\n)").matcher(content).find(), "bare CR or LF");
    assertEquals("<2@mail.example>", mail.header("In-Reply-To"));
    for (String part : content.split("\r\n--[^\r]+\r\n", -1)) {
      int end = part.indexOf("\r\n\r\n");
      if (part.startsWith("Content-")) {
        assertEquals(
            Set.of(),
            names((end < 0 ? part : part.substring(0, end)).lines().toList(), PART_HEADERS));
      }
    }
  }

  private static Set<String> strangers(Received mail) {
    return names(mail.header(), HEADERS);
  }

  /** The names of unfolded headers, in lower case, that are not among {@code known}. */
  private static Set<String> names(List<String> lines, Set<String> known) {
    Set<String> names = new TreeSet<>();
    for (String line : lines) {
      if (!line.startsWith(" ") && !line.startsWith("\t")) {
        names.add(line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT));
      }
    }
    names.removeAll(known);
    return names;
  }

  private void assertSent(Delivery delivery) throws Exception {
    assertEquals(new DeliveryOutcome.Sent(List.of()), deliver(delivery));
    assertEquals(1, peer.received().size());
  }

  private DeliveryOutcome deliver(Delivery delivery) throws Exception {
    return courier
        .deliver(delivery)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private MailCourier courier(int port) {
    return courier(port, "Support <support@example.com>");
  }

  private MailCourier courier(int port, String from) {
    return courier(port, from, OutboxOptions.DEFAULTS.deadline());
  }

  private MailCourier courier(int port, String from, Duration patience) {
    return courier(vertx, port, from, patience);
  }

  static MailCourier courier(Vertx vertx, int port, String from, Duration patience) {
    MailConfig server =
        new MailConfig()
            .setHostname("127.0.0.1")
            .setPort(port)
            .setStarttls(StartTLSOptions.DISABLED)
            .setLogin(LoginOption.DISABLED);
    return new MailCourier(
        vertx, server, from, "support@example.com", TOKENS, IDS, wording(), patience);
  }

  private static Wording wording() {
    Templates templates = Templates.load(null, new ArrayList<>());
    return new Wording(
        templates,
        new Wording.House("en", ZoneOffset.UTC, Map.of("support", "Support"), Map.of()),
        new ConfirmationLinks(SIGNER, "https://help.example.com"));
  }

  private static Delivery worded(Delivery delivery) {
    return wording().apply(delivery);
  }

  static Delivery answer(String text, @Nullable String html, List<Delivery.File> files) {
    return delivery(Purpose.ANSWER, "ann@example.com", text, html, files, "en");
  }

  private static Delivery delivery(
      Purpose purpose,
      String recipient,
      String text,
      @Nullable String html,
      List<Delivery.File> files,
      String language) {
    return new Delivery(
        new OutboundMessage(ENTRY, TICKET, "mail", "email", recipient, null, ASKED),
        1,
        purpose,
        new Delivery.Content("Where is my order?", text, html, files),
        new Delivery.About(
            "RE: AW: Where is my order?",
            "support",
            "Bob",
            List.of(language),
            ASKED,
            ASKED.plusSeconds(86_400),
            ASKED),
        new Delivery.Received(ASKED, "Ann", "Where is it?\n<b>Now!</b>", Map.of()),
        List.of("<1@mail.example>", "<2@mail.example>"));
  }

  private static String address(String mailbox) {
    return mailbox.substring(mailbox.indexOf('<') + 1, mailbox.indexOf('>'));
  }

  private static String token(String address) {
    return address.substring(address.indexOf('+') + 1, address.lastIndexOf('@'));
  }

  /** The decoded text of the first part of a type. */
  private static String text(Received mail, String type) {
    String content = mail.content();
    int part = content.indexOf("Content-Type: " + type);
    int blank = content.indexOf("\r\n\r\n", part);
    String head = content.substring(part, blank);
    int end = content.indexOf("\r\n--", blank);
    String body = content.substring(blank + 4, end < 0 ? content.length() : end);
    String plain = head.contains("quoted-printable") ? unquoted(body) : body;
    return plain.replace("\r\n", "\n");
  }

  private static String unquoted(String body) {
    String joined = body.replace("=\r\n", "");
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (c == '=' && i + 2 < joined.length()) {
        bytes.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
