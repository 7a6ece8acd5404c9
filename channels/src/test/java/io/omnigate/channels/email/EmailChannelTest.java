package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailChannelTest {
  private static final String TOKEN = "the relay's token";
  private static final TicketId TICKET = TicketId.parse("00000-00000").orElseThrow();
  private static final String ENTRY = "01JD0000000000000000000000";

  private final TestServer server =
      TestServer.with(Map.of("mail", Map.of("kind", "email", "token", TOKEN)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest<Buffer> post() {
    return server
        .post("mail")
        .putHeader("Content-Type", "message/rfc822")
        .putHeader("Authorization", "Bearer " + TOKEN);
  }

  private InboundMessage kept(Buffer mail) {
    assertEquals(201, await(post().sendBuffer(mail)).statusCode());
    return server.intake.messages().getLast();
  }

  private InboundMessage kept(String fixture) {
    return kept(Buffer.buffer(Mails.fixture(fixture)));
  }

  private static Buffer mail(String headers) {
    return Mails.of(headers, "text");
  }

  @Test
  void aPlainMailIsTakenApart() {
    InboundMessage message = kept("plain.eml");

    assertEquals("Where is my order?", message.content().subject());
    assertEquals("I ordered last week…\nAnn", message.content().text());
    assertEquals("Ann Lee", message.sender().name());
    assertEquals("Ann.Lee@Example.com", message.sender().email());
    assertEquals(
        List.of(new Identity(Identity.Kind.EMAIL, "Ann.Lee@example.com", true)),
        message.sender().identities());
    assertEquals("<one@example.com>", message.content().facts().get("messageId"));
    assertEquals("2026-11-06T08:15:00Z", message.content().facts().get("sentAt"));
    assertEquals(List.of("mid:<one@example.com>"), message.threading().claims());
    assertEquals(Nature.CUSTOMER, message.handling().nature());
    assertEquals(Membership.SENDER, message.handling().membership());
    assertEquals(Set.of(), message.handling().marks());
    assertArrayEquals(Mails.fixture("plain.eml"), message.origin().raw().bytes().getBytes());
  }

  @Test
  void textPageFilesAndMessagesInsideAreToldApart() {
    InboundMessage message = kept("alternative.eml");

    assertEquals("Καλημέρα", message.content().subject());
    assertEquals("Κώστας", message.sender().name());
    assertEquals("Καλημέρα", message.content().text());
    assertTrue(message.content().html().contains("<p>Καλημέρα"));
    List<Attachment> files = message.content().attachments();
    assertEquals(
        List.of("λογό.png", "α.bin", "message-3.eml"),
        files.stream().map(Attachment::name).toList());
    assertEquals(
        List.of("image/png", "application/octet-stream", "message/rfc822"),
        files.stream().map(Attachment::mediaType).toList());
    assertEquals("logo@x", files.getFirst().contentId());
    assertArrayEquals(new byte[] {0, 1, 2}, files.get(1).bytes().getBytes());
    assertTrue(files.get(2).bytes().toString().contains("the message inside"));
  }

  @Test
  void aMailOfHtmlAloneHasItsWords() {
    InboundMessage message = kept("html-only.eml");

    assertEquals("Dear support,\nit is broken.\nBob", message.content().text());
    assertTrue(message.content().html().contains("<script>"), "the page is kept as it came");
    assertNull(message.sender().name());
  }

  @Test
  void aPageThatIsTooLongToShowIsAFileAndItsBeginningIsRead() {
    InboundMessage message =
        kept(
            Mails.of(
                "From: a@example.com\nContent-Type: text/html",
                "<p>It is broken</p><!-- " + "x".repeat(1_100_000) + " -->"));
    assertEquals("It is broken", message.content().text());
    assertNull(message.content().html());
    assertEquals("message-1.html", message.content().attachments().getFirst().name());
  }

  @ParameterizedTest
  @CsvSource({
    "raw-8bit.eml, Grüße, schöne Grüße",
    "utf8-headers.eml, Grüße, schöne Grüße",
    "gb2312.eml, 镕基, 镕基",
    "korean.eml, k, 똠방각하",
    "split-character.eml, ü€ tail, x",
    "no-from.eml, nobody, gr=fcn",
  })
  void charsetsAreReadAsTheyAreMeant(String fixture, String subject, String text) {
    InboundMessage message = kept(fixture);
    assertEquals(subject, message.content().subject());
    assertEquals(text, message.content().text());
  }

  @Test
  void aMailWithoutASenderIsStillTaken() {
    InboundMessage message = kept("no-from.eml");
    assertEquals(List.of(), message.sender().identities());
    assertNull(message.sender().email());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"x ann\"@example.com", "Ann <\"x ann\"@example.com>", "<x ann@example.com>"})
  void anAddressThatOnlyQuotesMakeAnotherIsNobodys(String from) {
    InboundMessage message = kept(mail("From: " + from));
    assertEquals(List.of(), message.sender().identities());
    assertNull(message.sender().email());
    assertEquals(from.replace("\\", ""), message.content().facts().get("from"));
  }

  @Test
  void aNameThatIsTheAddressIsNone() {
    assertNull(kept(mail("From: \"ann@example.com\" <ann@example.com>")).sender().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: auto-replied; owner-email=\"a@example.com\"",
        "Auto-Submitted: (x) auto-generated",
        "Auto-Submitted: (x auto-replied",
        "Auto-Submitted: no\nAuto-Submitted: auto-replied",
        "Precedence: bulk",
        "Precedence: list (x)",
        "Precedence: first-class\nPrecedence: junk",
        "Precedence: Auto_Reply",
        "X-Autoreply: yes",
        "X-Autorespond: yes",
        "X-Auto-Response-Suppress: All",
        "List-Id: <l.example.com>",
        "Return-Path: <>",
        "From: MAILER-DAEMON@example.com",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
      })
  void aMachinesMailIsKnownAsOne(String header) {
    InboundMessage message = kept(mail(header + "\nSubject: s"));
    assertEquals(Nature.AUTOMATIC, message.handling().nature());
    assertEquals(Set.of(Mark.AUTOMATIC), message.handling().marks());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: no",
        "Auto-Submitted: no (a person wrote it)",
        "Precedence: first-class",
        "Return-Path: <a@b.example>",
        "List-Unsubscribe: <https://crm.example/u>"
      })
  void aPersonsMailIsNotTakenForAMachines(String header) {
    assertEquals(Nature.CUSTOMER, kept(mail(header + "\nSubject: s")).handling().nature());
  }

  @Test
  void theNullReturnPathOfTheEnvelopeMarksAMachine() {
    await(post().putHeader("X-Envelope-From", "<>").sendBuffer(mail("From: a@example.com")));
    assertEquals(Nature.AUTOMATIC, server.intake.only().handling().nature());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
  void theEnvelopeMayHoldWhatIsNotAscii(String charset) {
    String sent =
        new String(
            "ann@exämple.net".getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
    await(
        post()
            .putHeader("X-Envelope-From", sent)
            .putHeader("X-Envelope-To", sent)
            .sendBuffer(mail("From: a@example.com")));
    Map<String, Object> facts = server.intake.only().content().facts();
    assertEquals("ann@exämple.net", facts.get("envelopeFrom"));
    assertEquals("ann@exämple.net", facts.get("envelopeTo"));
  }

  @Test
  void ourOwnMailComingBackIsAMachines() {
    String ours = server.messageIds.issue(TICKET, ENTRY);
    assertEquals(
        Nature.AUTOMATIC,
        kept(mail("From: a@example.com\nMessage-ID: " + ours)).handling().nature());
  }

  @Test
  void aBounceLeadsToTheTicketOfTheMailThatCameBack() {
    String mail =
        new String(Mails.fixture("bounce.eml"), StandardCharsets.US_ASCII)
            .replace("@OURS@", server.messageIds.issue(TICKET, ENTRY));
    InboundMessage message = kept(Buffer.buffer(mail));

    assertEquals(Nature.BOUNCE, message.handling().nature());
    assertEquals(Membership.HOLDER, message.handling().membership());
    assertEquals(List.of(new Candidate.ByTicket(TICKET)), message.threading().candidates());
    assertEquals(List.of(), message.threading().claims());
  }

  @Test
  void aForgedBounceLeadsNowhere() {
    String ours = server.messageIds.issue(TICKET, ENTRY);
    String mail =
        new String(Mails.fixture("bounce.eml"), StandardCharsets.US_ASCII)
            .replace("@OURS@", ours.replace("<0", "<1"));
    assertEquals(List.of(), kept(Buffer.buffer(mail)).threading().candidates());
  }

  @Test
  void candidatesComeInTheOrderOfTheirWorth() {
    TicketId answered = TicketId.random(new java.util.Random(1));
    TicketId token = TicketId.random(new java.util.Random(2));
    String plus = "support+" + server.signer.sign("reply", token.value()) + "@reply.example.com";
    InboundMessage message =
        kept(
            mail(
                "From: a@example.com\nTo: Support <"
                    + plus
                    + ">\nIn-Reply-To: "
                    + server.messageIds.issue(answered, ENTRY)
                    + "\nReferences: <old@example.com>\n <new@example.com>"));

    assertEquals(
        List.of(
            new Candidate.ByTicket(token),
            new Candidate.ByTicket(answered),
            new Candidate.ByKey("mid:<new@example.com>"),
            new Candidate.ByKey("mid:<old@example.com>")),
        message.threading().candidates());
  }

  @Test
  void noAlteredTokenNamesATicket() {
    String token = server.signer.sign("reply", TICKET.value());
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == '0' ? '1' : '0';
      String forged = token.substring(0, i) + other + token.substring(i + 1);
      InboundMessage message =
          kept(mail("From: a@example.com\nSubject: " + i + "\nTo: s+" + forged + "@example.org"));
      assertEquals(List.of(), message.threading().candidates(), forged);
    }
  }

  @Test
  void aTicketIdInTheSubjectJoinsNothing() {
    assertEquals(
        List.of(),
        kept(mail("From: a@example.com\nSubject: Re: [" + TICKET + "]")).threading().candidates());
  }

  @Test
  void theSameBytesAreTheSameMailAndOtherBytesAreNot() {
    Buffer one = Mails.of("From: a@example.com\nMessage-ID: <m@example.com>", "one");
    Buffer two = Mails.of("From: a@example.com\nMessage-ID: <m@example.com>", "two");

    assertEquals(201, await(post().sendBuffer(one)).statusCode());
    HttpResponse<Buffer> again = await(post().sendBuffer(one));
    assertEquals(200, again.statusCode());
    assertTrue(json(again).getBoolean("duplicate"));
    assertEquals(201, await(post().sendBuffer(two)).statusCode());
    HttpRequest<Buffer> elsewhere = post().putHeader("X-Envelope-To", "sales@example.org");
    assertEquals(201, await(elsewhere.sendBuffer(one)).statusCode());
  }

  @Test
  void aMailCountsThreeTimesTowardsTheBytesInFlight() {
    int left = 600 * 1024; // less than a third of it is no large mail yet
    assertTrue(server.inFlight.tryHold(TestServer.IN_FLIGHT - left));
    Buffer more = Mails.of("From: a@example.com", "x".repeat(left * 2 / 5));
    HttpResponse<Buffer> refused = await(post().sendBuffer(more));
    assertEquals(429, refused.statusCode());
    Buffer less = Mails.of("From: a@example.com", "x".repeat(left / 4));
    assertEquals(201, await(post().sendBuffer(less)).statusCode());
  }

  @Test
  void attachmentNamesAreOnlyNames() {
    for (String name :
        List.of(
            "../../etc/passwd", "a\u0000b", "x\u202Egpj.exe", "z\u200Bw", "..", "x".repeat(4096))) {
      byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
      String header = "=?utf-8?B?" + Base64.getEncoder().encodeToString(encoded) + "?=";
      Attachment file =
          kept(mail("From: a@example.com\nContent-Type: application/x; name=\"" + header + "\""))
              .content()
              .attachments()
              .getFirst();
      assertFalse(file.name().contains("/"), file.name());
      assertTrue(file.name().length() <= 150, file.name());
      assertTrue(
          file.name().chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0));
      assertFalse(file.name().replace(".", "").isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer the relay's toke",
        "Basic !!!",
        "Basic cmVsYXk6",
        "Digest x",
        "Bearer the relay's token2"
      })
  void whoDoesNotKnowTheTokenIsRefused(String authorization) {
    HttpRequest<Buffer> request = server.post("mail").putHeader("Content-Type", "message/rfc822");
    if (!authorization.isEmpty()) {
      request.putHeader("Authorization", authorization);
    }
    HttpResponse<Buffer> response = await(request.sendBuffer(mail("From: a@example.com")));

    assertEquals(401, response.statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.counted("mail", "rejected", "not-authentic"));
  }

  @Test
  void aDoubledAuthorizationIsRefused() {
    HttpRequest<Buffer> request =
        server
            .post("mail")
            .putHeader("Authorization", List.of("Bearer " + TOKEN, "Bearer " + TOKEN));
    assertEquals(401, await(request.sendBuffer(mail("From: a@example.com"))).statusCode());
  }

  @Test
  void basicAuthenticationWorksToo() {
    HttpRequest<Buffer> request =
        server
            .post("mail")
            .putHeader("Content-Type", "application/octet-stream")
            .basicAuthentication("relay", TOKEN);
    assertEquals(201, await(request.sendBuffer(mail("From: a@example.com"))).statusCode());
  }

  @Test
  void anotherMediaTypeIsRefused() {
    HttpRequest<Buffer> request = post().putHeader("Content-Type", "application/json");
    assertEquals(415, await(request.sendBuffer(Buffer.buffer("{}"))).statusCode());
  }
}
