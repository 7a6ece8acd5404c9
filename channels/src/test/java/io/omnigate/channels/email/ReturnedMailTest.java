package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Addressee;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.omnigate.core.intake.InboundMessage.Fate;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Returned;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back to the addresses we send from. */
class ReturnedMailTest {
  private static final TicketId TICKET = TicketId.parse("00000-00000").orElseThrow();
  private static final String ENTRY = "01JD0000000000000000000000";
  private static final String PERSON = "From: ann@example.com\nMessage-ID: <a@example.com>\n";

  private final TestServer server =
      TestServer.with(
          Map.of("mail", Map.of("kind", "email", "token", "token", "acknowledge", "true")));
  private final String returnPath =
      "support+" + new MailTokens(server.signer).returnPath(TICKET, ENTRY) + "@reply.example.com";

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "failed, FAILED",
    "Failed (no such user), FAILED",
    "delayed, DELAYED",
    "Delivered, DELIVERED",
    "relayed, RELAYED",
    "expanded, EXPANDED",
    "vanished, FAILED"
  })
  void aReportSaysWhatBecameOfTheMail(String action, Fate fate) {
    InboundMessage message = kept("<>", returnPath, report(action));
    assertEquals(Nature.BOUNCE, message.handling().nature());
    assertEquals(
        new Returned(ENTRY, fate, "smtp; 550 5.1.1 gone away"), message.handling().returned());
    assertEquals(List.of(new Candidate.ByTicket(TICKET)), message.threading().candidates());
    assertEquals(List.of(), message.sender().identities());
  }

  @Test
  void anAlteredReturnPathNamesNothing() {
    String forged = returnPath.replace("+0", "+1");
    InboundMessage message = kept("<>", forged, report("failed"));
    assertNull(message.handling().returned());
    assertEquals(List.of(), message.threading().candidates());
  }

  @Test
  void aBounceThatIsNoReportIsOneWhereItComesToAReturnPath() {
    InboundMessage message =
        kept(
            "<>",
            returnPath,
            "From: Mail <x@mx.example>\nSubject: failure\n\n"
                + "Your mail was not delivered:\n\n  550 no such user\n");
    assertEquals(Nature.BOUNCE, message.handling().nature());
    assertEquals(
        new Returned(ENTRY, Fate.FAILED, "Your mail was not delivered: 550 no such user"),
        message.handling().returned());
  }

  @Test
  void aBounceWithoutAWordGivesNoReason() {
    assertEquals(
        new Returned(ENTRY, Fate.FAILED, "The other server gave no reason."),
        kept("<>", returnPath, "From: Mail <x@mx.example>\n\n\n").handling().returned());
  }

  @Test
  void aReturnPathIsKnownInLowerCase() {
    String lower = returnPath.toLowerCase(Locale.ROOT);
    InboundMessage message = kept("<>", lower, "From: Mail <x@mx.example>\nSubject: failure\n");
    assertEquals(Nature.BOUNCE, message.handling().nature());
    assertEquals(List.of(new Candidate.ByTicket(TICKET)), message.threading().candidates());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"multipart/report", "multipart/report; report-type=x; x=y", "multipart/mixed"})
  void aMailWithADeliveryReportInsideIsABounceWhateverItsHeadSays(String type) {
    String mail =
        report("failed")
            .replace("multipart/report; report-type=delivery-status", type)
            .replace(
                "\n--b--",
                "\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: "
                    + server.messageIds.issue(TICKET, ENTRY)
                    + "\n--b--");
    InboundMessage message = kept("<>", "support@example.com", mail);
    assertEquals(Nature.BOUNCE, message.handling().nature());
    assertEquals(List.of(new Candidate.ByTicket(TICKET)), message.threading().candidates());
  }

  /** A person asks what the report means that came back. */
  @Test
  void aPersonsMailWithADeliveryReportInsideIsAPersons() {
    String mail =
        report("failed")
            .replace("multipart/report; report-type=delivery-status", "multipart/mixed")
            .replace("MAILER-DAEMON@mx.example.net", "ann@example.com");
    InboundMessage message = kept("ann@example.com", "support@example.com", mail);
    assertEquals(Nature.CUSTOMER, message.handling().nature());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "X-Autorespond: Away",
        "Precedence: bulk",
        "Precedence: junk",
      })
  void aVacationsAnswerToTheReturnPathIsNoBounce(String mark) {
    String vacation = PERSON + mark + '\n';
    for (String path : List.of("<>", "ann@example.com")) {
      String mail = vacation.replace("<a@", "<a" + path.length() + "@");
      InboundMessage message = kept(path, returnPath, mail);
      assertEquals(Nature.AUTOMATIC, message.handling().nature());
      assertEquals(List.of(new Candidate.ByTicket(TICKET)), message.threading().candidates());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.com, '', ann@example.com",
    "<ann@example.com>, '', ann@example.com",
    "<>, '',",
    "postmaster@example.com, '',",
    "owner-list@example.com, '',",
    "list-owner@example.com, '',",
    "list-request@example.com, '',",
    "list-bounces@example.com, '',",
    "bounce-1@example.com, '',",
    "no-reply@example.com, '',",
    "NoReply@example.com, '',",
    "support@reply.example.com, '',",
    "support@REPLY.example.com, '',",
    "support@desk.example.com, '',",
    "Support@Desk.Example.com, '',",
    "not an address, '',",
    "ann@example.com, Auto-Submitted: auto-generated,",
    "ann@example.com, Precedence: junk,",
    "ann@example.com, List-Id: <x>,",
    "ann@example.com, List-Unsubscribe: <https://news.example/u>,",
    "ann@example.com, List-Post: <mailto:l@example.com>,",
    "ann@example.com, X-Autorespond: x,",
    "ann@example.com, Auto-Submitted: no, ann@example.com",
  })
  void onlyAPersonsEnvelopeSenderIsAcknowledged(String path, String header, String to) {
    assertEquals(
        to == null ? null : new Addressee(to, false),
        kept(path, "support@example.com", PERSON + header + '\n').handling().told());
  }

  /** A header of that name may have been written by whoever wants somebody else to get our mail. */
  @Test
  void withoutAnEnvelopeNobodyIsAcknowledged() {
    assertNull(kept(null, null, "Return-Path: <ann@example.com>\n" + PERSON).handling().told());
    assertNull(kept(null, null, PERSON).handling().told());
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Language: el, el",
    "'Content-Language: nl, en', 'nl,en'",
    "'Accept-Language: cs;q=0.5, fi', 'fi,cs'",
    "Content-Language: *,",
    "Content-Language: <script>,",
    "X: y,",
  })
  void theLanguageIsKeptWithTheMail(String header, String language) {
    InboundMessage message = kept("ann@example.com", null, PERSON + header + '\n');
    assertEquals(language, message.content().facts().get("language"));
  }

  private static String report(String action) {
    return "From: MAILER-DAEMON@mx.example.net\n"
        + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        + "--b\nContent-Type: text/plain\n\nSorry.\n"
        + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
        + "Final-Recipient: rfc822; ann@example.com\nAction: "
        + action
        + "\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n gone away\n--b--\n";
  }

  private InboundMessage kept(String from, String to, String mail) {
    var request =
        server
            .post("mail")
            .putHeader("Content-Type", "message/rfc822")
            .putHeader("Authorization", "Bearer token");
    if (from != null) {
      request.putHeader("X-Envelope-From", from);
    }
    if (to != null) {
      request.putHeader("X-Envelope-To", to);
    }
    String whole = mail.contains("\n\n") ? mail : mail + "\ntext\n";
    Buffer body = Buffer.buffer(whole.replace("\n", "\r\n"));
    assertEquals(201, await(request.sendBuffer(body)).statusCode());
    return server.intake.messages().getLast();
  }
}
