package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.SmtpPeer;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.SmtpPeer.Step;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail out of a whole gateway, to an SMTP server that does what servers do. */
class MailOutTest {
  @TempDir private Path folder;

  private final String database = TestPostgres.freshDatabase();
  private SmtpPeer peer;

  @BeforeEach
  void listen() {
    peer = new SmtpPeer();
  }

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void anAnswerIsMailedAndTheCustomersAnswerToItJoinsTheTicket() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      String ticket = write(outside, "ann@example.com", "<q1@example.com>", "");
      reply(outside, ticket, "Behind the door.");
      Received mail = awaitMails(1).getFirst();
      assertEquals(List.of("ann@example.com"), mail.to());
      assertEquals("<q1@example.com>", mail.header("In-Reply-To"));
      awaitDelivery(outside, ticket, "sent");

      String answer =
          "From: Ann <ann@example.com>\r\nTo: "
              + mail.header("Reply-To")
              + "\r\nSubject: Re: door\r\nMessage-ID: <q2@example.com>\r\n\r\nThank you.\r\n";
      assertEquals(ticket, accept(outside, answer).getString("ticket"));
      String forged = answer.replace("ann@example.com", "eve@evil.example").replace("q2", "q3");
      assertFalse(ticket.equals(accept(outside, forged).getString("ticket")));
      String loud = answer.replace("ann@example.com", "ANN@Example.COM").replace("q2", "q4");
      assertEquals(ticket, accept(outside, loud).getString("ticket"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<>", "j\u00fcrgen@example.com", "x@[127.0.0.1]", "\"x ann\"@example.com"})
  void whereNoAnswerCanGoNoneIsTaken(String from) throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      String mail =
          "From: " + from + "\r\nSubject: x\r\nMessage-ID: <q1@example.com>\r\n\r\nHello?\r\n";
      String ticket = accept(outside, mail).getString("ticket");
      JsonObject seen = outside.get("/api/tickets/" + ticket);
      assertFalse(seen.getBoolean("replyable"));
      assertTrue(seen.getString("unreachable").contains("address"), seen.encode());
      HttpResponse<String> refused =
          outside.api(
              "POST",
              "/api/tickets/" + ticket + "/replies",
              new JsonObject().put("text", "Hello!"),
              Outside.TOKEN);
      assertEquals(409, refused.statusCode(), refused.body());
      assertEquals("unreachable", Outside.json(refused).getString("code"));
      assertEquals("new", outside.get("/api/tickets/" + ticket).getString("status"));
    }
  }

  @Test
  void aFormIsAnsweredByMailToo() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      JsonObject form =
          new JsonObject().put("email", "Kim@example.com").put("message", "An invoice, please");
      String ticket = Outside.json(outside.form(form)).getString("ticket");
      reply(outside, ticket, "Here it is.");
      assertEquals(List.of("Kim@example.com"), awaitMails(1).getFirst().to());
    }
  }

  @Test
  void whoOpensATicketHearsOfItOnceInTheirLanguage() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      String ticket =
          write(outside, "eleni@example.com", "<q1@example.com>", "Content-Language: el\r\n");
      Received mail = awaitMails(1).getFirst();
      assertEquals("auto-replied", mail.header("Auto-Submitted"));
      assertEquals("", mail.from());
      assertEquals("<q1@example.com>", mail.header("In-Reply-To"));
      assertEquals("el", mail.header("Content-Language"));
      assertTrue(mail.content().contains(ticket));
      JsonObject created = event(outside, ticket, "created");
      assertEquals("acknowledgement", created.getJsonObject("delivery").getString("purpose"));

      // A second message of the same thread is no new ticket, and no news.
      String more =
          "From: eleni@example.com\r\nTo: s@example.com\r\nSubject: x\r\nReferences:"
              + " <q1@example.com>\r\nMessage-ID: <q2@example.com>\r\n\r\nMore.\r\n";
      assertEquals(ticket, accept(outside, more, "eleni@example.com").getString("ticket"));
      reply(outside, ticket, "Καλημέρα");
      assertEquals("", awaitMails(2).getLast().header("Auto-Submitted"));
    }
  }

  @Test
  void noMachineListOrForgerHearsOfATicket() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      String own = "From: ann@example.com\r\nTo: s@example.com\r\nSubject: x\r\n";
      int n = 0;
      for (String header :
          List.of(
              "Auto-Submitted: auto-replied",
              "Precedence: bulk",
              "Precedence: list",
              "List-Id: <l.example.com>",
              "X-Auto-Response-Suppress: OOF",
              "X-Autoreply: yes")) {
        String mail = own + header + "\r\nMessage-ID: <m" + n++ + "@example.com>\r\n\r\nx\r\n";
        accept(outside, mail, "ann@example.com");
      }
      for (String path :
          List.of(
              "<>",
              "MAILER-DAEMON@example.com",
              "owner-list@example.com",
              "list-request@example.com",
              "noreply@example.com",
              "bounce-77@example.com",
              "support@desk.example",
              "support@reply.example.com")) {
        accept(outside, own + "Message-ID: <m" + n++ + "@example.com>\r\n\r\nx\r\n", path);
      }
      accept(outside, own + "Message-ID: <m" + n++ + "@example.com>\r\n\r\nno envelope\r\n");

      write(outside, "last@example.com", "<last@example.com>", "");
      awaitMails(1);
      assertEquals("last@example.com", peer.received().getFirst().to().getFirst());
      assertEquals("1", TestSql.ask(database, "SELECT count(*) FROM outbox"));
    }
  }

  @Test
  void aFloodFromOneAddressIsAcknowledgedAFewTimes() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config())) {
      Outside outside = new Outside(gateway.url());
      for (int i = 0; i < 9; i++) {
        write(outside, "flood@example.com", "<f" + i + "@example.com>", "");
      }
      awaitPendingNone();
      assertEquals(5, peer.received().size());
      assertEquals(
          "4", TestSql.ask(database, "SELECT count(*) FROM outbox WHERE outcome = 'suppressed'"));
    }
  }

  @Test
  void aGreylistingServerGetsTheSameMailAgainAndARefusalIsShownAndSentAgainByAnAgent()
      throws Exception {
    AtomicInteger refusals = new AtomicInteger(1);
    peer.script(
        (step, line) ->
            step == Step.RCPT && refusals.getAndDecrement() > 0 ? "450 greylisted" : null);
    try (TestGateway gateway = TestGateway.start(folder, config().replace("true", "false"))) {
      Outside outside = new Outside(gateway.url());
      String ticket = write(outside, "ann@example.com", "<q1@example.com>", "");
      String first = reply(outside, ticket, "One.");
      assertEquals(1, awaitMails(1).size());
      awaitDelivery(outside, ticket, "sent");
      assertEquals(2, delivery(outside, ticket, first).getInteger("attempts"));

      peer.at(Step.RCPT, "550 5.1.1 no such user");
      String second = reply(outside, ticket, "Two.");
      awaitDelivery(outside, ticket, "failed");
      JsonObject event = event(outside, ticket, "undelivered");
      assertEquals(second, event.getJsonObject("facts").getString("message"));
      assertTrue(event.getJsonObject("facts").getString("reason").contains("no such user"));
      assertTrue(
          outside.get("/api/tickets/" + ticket).getJsonArray("tags").contains("undelivered"));

      peer.script((step, line) -> null);
      assertEquals(200, sendAgain(outside, ticket, second).statusCode());
      awaitMails(2);
      awaitDelivery(outside, ticket, "sent");
      assertEquals(409, sendAgain(outside, ticket, second).statusCode());
    }
  }

  @Test
  void aBounceIsToldOnItsTicketAndAStrangersIsKeptWithoutOne() throws Exception {
    try (TestGateway gateway = TestGateway.start(folder, config().replace("true", "false"))) {
      Outside outside = new Outside(gateway.url());
      String ticket = write(outside, "ann@example.com", "<q1@example.com>", "");
      String message = reply(outside, ticket, "Hello");
      Received mail = awaitMails(1).getFirst();
      awaitDelivery(outside, ticket, "sent");

      String report =
          "From: MAILER-DAEMON@mx.example.net\r\nTo: <"
              + mail.from()
              + ">\r\nSubject: Failure\r\n"
              + "Message-ID: <b1@mx.example.net>\r\nMIME-Version: 1.0\r\n"
              + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
              + "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
              + "Final-Recipient: rfc822; ann@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
              + "Diagnostic-Code: smtp; 550 mailbox is gone\r\n--b--\r\n";
      assertEquals(ticket, accept(outside, report, "<>").getString("ticket"));
      assertEquals("failed", delivery(outside, ticket, message).getString("state"));
      JsonObject facts = event(outside, ticket, "bounce").getJsonObject("facts");
      assertEquals(message, facts.getString("returned"));
      assertTrue(facts.getString("reason").contains("mailbox is gone"));
      assertTrue(
          outside.get("/api/tickets/" + ticket).getJsonArray("tags").contains("undelivered"));

      int before = outside.tickets("&status=new,open,answered,spam").size();
      String foreign = report.replace(mail.from(), "support@example.com").replace("<b1@", "<b2@");
      HttpResponse<String> kept =
          outside.post("/in/mail", Outside.bytes(foreign), mailHeaders("<>"));
      assertEquals(201, kept.statusCode(), kept.body());
      assertNull(Outside.json(kept).getString("ticket"));
      HttpResponse<String> again =
          outside.post("/in/mail", Outside.bytes(foreign), mailHeaders("<>"));
      assertEquals(200, again.statusCode(), again.body());
      assertTrue(Outside.json(again).getBoolean("duplicate"));
      assertEquals(before, outside.tickets("&status=new,open,answered,spam").size());
      assertEquals(
          "1",
          TestSql.ask(
              database, "SELECT count(*) FROM inbound WHERE ticket IS NULL AND outcome = 0"));
      assertEquals(
          "0", TestSql.ask(database, "SELECT count(*) FROM identity WHERE value LIKE '%daemon%'"));
    }
  }

  @Test
  void aGatewayKilledWhileItHandsOverLeavesTheMailUncertainAndNobodySendsItAgain()
      throws Exception {
    peer.at(Step.CONTENT, SmtpPeer.HANG);
    String ticket;
    try (GatewayProcess killed = process("killed")) {
      Outside outside = new Outside(killed.awaitReady());
      ticket = write(outside, "ann@example.com", "<q1@example.com>", "");
      reply(outside, ticket, "Hello");
      awaitMails(1);
      killed.kill();
    }
    // As if its lease had gone by, which would take minutes.
    TestSql.run(database, "UPDATE outbox SET leased_until = now() WHERE leased_until IS NOT NULL");
    peer.script((step, line) -> null);
    try (GatewayProcess next = process("next")) {
      Outside outside = new Outside(next.awaitReady());
      awaitDelivery(outside, ticket, "uncertain");
      assertEquals(
          "undelivered",
          event(outside, ticket, "undelivered").getJsonObject("facts").getString("event"));
      // What comes after it goes out: the outbox has looked, and has let the other one be.
      String other = write(outside, "kim@example.com", "<k1@example.com>", "");
      reply(outside, other, "Hello Kim");
      awaitMails(2);
      assertEquals(
          List.of("ann@example.com", "kim@example.com"),
          peer.received().stream().map(mail -> mail.to().getFirst()).toList());
    }
  }

  @Test
  void twoGatewaysSendEachMailOnce() throws Exception {
    int mails = 40;
    try (GatewayProcess one = process("one");
        GatewayProcess two = process("two")) {
      List<Outside> nodes = List.of(new Outside(one.awaitReady()), new Outside(two.awaitReady()));
      for (int i = 0; i < mails; i++) {
        Outside outside = nodes.get(i % 2);
        String ticket = write(outside, "c" + i + "@example.com", "<c" + i + "@example.com>", "");
        reply(nodes.get((i + 1) % 2), ticket, "Hello " + i);
      }
      awaitPendingNone();
      List<String> ids = peer.received().stream().map(mail -> mail.header("Message-ID")).toList();
      assertEquals(mails, ids.size());
      assertEquals(mails, new HashSet<>(ids).size());
    }
  }

  private String config() {
    return Outside.config(database)
            .replace("mail: { kind: email,", "mail: { kind: email, acknowledge: true,")
        + """
          mail:
            smtp: { host: 127.0.0.1, port: %d, startTls: disabled }
            from: "Support <support@desk.example>"
            replyDomain: reply.example.com
          outbox: { firstRetrySeconds: 1 }
          """
            .formatted(peer.port());
  }

  private GatewayProcess process(String name) throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    String yaml = config().replace("acknowledge: true", "acknowledge: false");
    return GatewayProcess.start(own, GatewayProcess.configured(own, yaml));
  }

  /** A customer's mail; the ticket it opens. */
  private static String write(Outside outside, String from, String id, String headers)
      throws Exception {
    String mail =
        "From: "
            + from
            + "\r\nTo: support@example.com\r\nSubject: The door\r\nMessage-ID: "
            + id
            + "\r\n"
            + headers
            + "\r\nWhere is it?\r\n";
    return accept(outside, mail, from).getString("ticket");
  }

  private static JsonObject accept(Outside outside, String mail) throws Exception {
    return Outside.json(outside.mail(Outside.bytes(mail)));
  }

  private static JsonObject accept(Outside outside, String mail, String envelopeFrom)
      throws Exception {
    return Outside.json(outside.post("/in/mail", Outside.bytes(mail), mailHeaders(envelopeFrom)));
  }

  private static Map<String, String> mailHeaders(String envelopeFrom) {
    return Map.of(
        "Authorization",
        "Bearer " + Outside.MAIL_TOKEN,
        "Content-Type",
        "message/rfc822",
        "X-Envelope-From",
        envelopeFrom);
  }

  /** An agent's answer; the id of its entry. */
  private static String reply(Outside outside, String ticket, String text) throws Exception {
    HttpResponse<String> answer =
        outside.api(
            "POST",
            "/api/tickets/" + ticket + "/replies",
            new JsonObject().put("text", text),
            Outside.TOKEN);
    assertEquals(201, answer.statusCode(), answer.body());
    return outside.thread(ticket).stream()
        .map(JsonObject.class::cast)
        .filter(entry -> text.equals(entry.getString("text")))
        .findFirst()
        .orElseThrow()
        .getString("id");
  }

  private static HttpResponse<String> sendAgain(Outside outside, String ticket, String message)
      throws Exception {
    return outside.api(
        "POST",
        "/api/tickets/" + ticket + "/messages/" + message + "/send-again",
        null,
        Outside.TOKEN);
  }

  private static JsonObject delivery(Outside outside, String ticket, String message)
      throws Exception {
    return outside.thread(ticket).stream()
        .map(JsonObject.class::cast)
        .filter(entry -> message.equals(entry.getString("id")))
        .findFirst()
        .orElseThrow()
        .getJsonObject("delivery");
  }

  private static JsonObject event(Outside outside, String ticket, String event) throws Exception {
    return outside.thread(ticket).stream()
        .map(JsonObject.class::cast)
        .filter(entry -> event.equals(entry.getJsonObject("facts").getString("event")))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the ticket's last answer is in the given state. */
  private static void awaitDelivery(Outside outside, String ticket, String state) {
    TestGateway.await(
        ticket + " " + state,
        () -> {
          try {
            JsonObject last =
                outside.thread(ticket).stream()
                    .map(JsonObject.class::cast)
                    .filter(entry -> "out".equals(entry.getString("direction")))
                    .reduce((one, two) -> two)
                    .orElseThrow();
            return state.equals(last.getJsonObject("delivery").getString("state"));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private List<Received> awaitMails(int count) {
    TestGateway.await(count + " mails", () -> peer.received().size() >= count);
    return peer.received();
  }

  private void awaitPendingNone() {
    TestGateway.await(
        "an empty outbox",
        () ->
            TestSql.ask(database, "SELECT count(*) FROM outbox WHERE outcome IS NULL").equals("0"));
  }
}
