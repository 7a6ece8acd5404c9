package io.omnigate.channels.email.out;

import static io.omnigate.channels.email.out.TestDeliveries.ENTRY;
import static io.omnigate.channels.email.out.TestDeliveries.IDS;
import static io.omnigate.channels.email.out.TestDeliveries.TICKET;
import static io.omnigate.channels.email.out.TestDeliveries.TOKENS;
import static io.omnigate.channels.email.out.TestDeliveries.answer;
import static io.omnigate.channels.email.out.TestDeliveries.delivery;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestFiles;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.Purpose;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail as an SMTP server sees it. */
class MailCourierTest {
  private final MailRoute route = new MailRoute();

  @AfterEach
  void close() throws Exception {
    route.close();
  }

  @Test
  void anAnswerIsAThreadedMailThatFindsItsWayBack() throws Exception {
    Received mail = route.send(answer("Look behind the door.\n.hidden\n", null, List.of()));
    assertEquals(List.of("ann@example.com"), mail.to());
    assertEquals("support@example.com", SentMail.address(mail.header("From")));
    assertEquals(IDS.issue(TICKET, ENTRY), mail.header("Message-ID"));
    assertEquals("<2@mail.example>", mail.header("In-Reply-To"));
    assertEquals("<1@mail.example> <2@mail.example>", mail.header("References"));
    assertEquals("Re: Where is my order? [" + TICKET + "]", mail.header("Subject"));
    assertEquals("", mail.header("Auto-Submitted"));
    String replyTo = mail.header("Reply-To");
    assertTrue(replyTo.startsWith("support+") && replyTo.endsWith("@reply.example.com"), replyTo);
    assertEquals(TICKET, TOKENS.replied(SentMail.token(replyTo)).orElseThrow());
    assertTrue(mail.from().indexOf('@') <= 64, "a local part has 64 octets at most");
    assertEquals(
        new MailTokens.SentMail(TICKET, ENTRY),
        TOKENS.returned(SentMail.token(mail.from())).orElseThrow());

    String text = SentMail.text(mail, "text/plain");
    assertTrue(text.contains("Look behind the door.\n.hidden"), text);
    assertTrue(text.contains("On Mar 1, 2026, 9:30"), text);
    assertTrue(text.contains("Ann wrote:\n> Where is it?\n> <b>Now!</b>"), text);
    String html = SentMail.text(mail, "text/html");
    assertTrue(html.contains("Look behind the door.<br>"), html);
    assertTrue(html.contains("&lt;b&gt;Now!&lt;/b&gt;"), html);
  }

  @Test
  void anAgentsHtmlGoesOutWithoutScripts() throws Exception {
    String html = "<p>Look <b>here</b></p><script>alert(1)</script><img src=x onerror=alert(1)>";
    Received mail = route.send(answer("Look here", html, List.of()));
    String sent = SentMail.text(mail, "text/html");
    assertTrue(sent.contains("<b>here</b>"), sent);
    assertFalse(sent.contains("script"), sent);
    assertFalse(sent.contains("onerror"), sent);
  }

  @Test
  void filesAreAttachedByteByByte() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    Delivery.File file = TestFiles.file("Rechnung März.pdf", "application/pdf", bytes);
    String content = route.send(answer("See the file", null, List.of(file))).content();
    String encoded = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(bytes);
    assertTrue(content.contains(encoded.substring(0, 1000)));
    assertTrue(content.contains(encoded.substring(encoded.length() - 500)));
    assertTrue(content.contains("Content-Type: application/pdf"), content.substring(0, 3000));
  }

  @Test
  void anAcknowledgementIsMarkedHasNoReturnPathAndRepeatsNothingOfTheSender() throws Exception {
    Delivery delivery =
        delivery(Purpose.ACKNOWLEDGEMENT, "ann@example.com", "", null, List.of(), "fi");
    Received mail = route.send(TestDeliveries.worded(delivery));
    assertEquals("", mail.from());
    assertEquals("auto-replied", mail.header("Auto-Submitted"));
    assertEquals("All", mail.header("X-Auto-Response-Suppress"));
    assertEquals("fi", mail.header("Content-Language"));
    assertTrue(mail.header("Subject").contains(TICKET.value()), mail.header("Subject"));
    String text = SentMail.text(mail, "text/plain");
    assertTrue(text.contains("Tapauksesi tunnus: " + TICKET), text);
    assertTrue(text.contains("2.3.2026"), text);
    for (String theirs : List.of("Where is my order", "Where is it", "Ann", "Now!")) {
      assertFalse(mail.content().contains(theirs), theirs);
    }
  }

  @Test
  void aVeryLongTextGoesOutWhole() throws Exception {
    String text = "a line of some length, again and again\n".repeat(2_500) + "the end";
    Received mail = route.send(answer(text, null, List.of()));
    assertTrue(SentMail.text(mail, "text/plain").contains("the end"));
  }
}
