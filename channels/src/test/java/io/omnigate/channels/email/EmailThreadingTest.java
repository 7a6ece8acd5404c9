package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose mail it is, a person's or a machine's, and which ticket it names. */
class EmailThreadingTest {
  private static final TicketId TICKET = TicketId.parse("00000-00000").orElseThrow();
  private static final String ENTRY = "01JD0000000000000000000000";

  private final MailDoor door = new MailDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
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
    InboundMessage message = door.kept(mail(header + "\nSubject: s"));
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
    assertEquals(Nature.CUSTOMER, door.kept(mail(header + "\nSubject: s")).handling().nature());
  }

  @Test
  void theNullReturnPathOfTheEnvelopeMarksAMachine() {
    await(door.post().putHeader("X-Envelope-From", "<>").sendBuffer(mail("From: a@example.com")));
    assertEquals(Nature.AUTOMATIC, server.intake.only().handling().nature());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
  void theEnvelopeMayHoldWhatIsNotAscii(String charset) {
    String sent =
        new String(
            "ann@exämple.net".getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
    await(
        door.post()
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
        door.kept(mail("From: a@example.com\nMessage-ID: " + ours)).handling().nature());
  }

  @Test
  void aBounceLeadsToTheTicketOfTheMailThatCameBack() {
    String mail =
        new String(Mails.fixture("bounce.eml"), StandardCharsets.US_ASCII)
            .replace("@OURS@", server.messageIds.issue(TICKET, ENTRY));
    InboundMessage message = door.kept(Buffer.buffer(mail));

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
    assertEquals(List.of(), door.kept(Buffer.buffer(mail)).threading().candidates());
  }

  @Test
  void candidatesComeInTheOrderOfTheirWorth() {
    TicketId answered = TicketId.random(new java.util.Random(1));
    TicketId token = TicketId.random(new java.util.Random(2));
    String plus = "support+" + server.signer.sign("reply", token.value()) + "@reply.example.com";
    InboundMessage message =
        door.kept(
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
          door.kept(
              mail("From: a@example.com\nSubject: " + i + "\nTo: s+" + forged + "@example.org"));
      assertEquals(List.of(), message.threading().candidates(), forged);
    }
  }

  @Test
  void aTicketIdInTheSubjectJoinsNothing() {
    assertEquals(
        List.of(),
        door.kept(mail("From: a@example.com\nSubject: Re: [" + TICKET + "]"))
            .threading()
            .candidates());
  }

  private static Buffer mail(String headers) {
    return Mails.of(headers, "text");
  }
}
