package io.omnigate.channels.email.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.ConfirmationLinks;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.outbox.Templates;
import io.omnigate.core.outbox.Wording;
import io.omnigate.core.ticket.TicketId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What customers write cannot take part in how a mail is put together. */
class MailBodyTest {
  /** What the HTML alternative keeps a place with. */
  private static final String MARKS = "\uE001\uE000";

  private static final Instant ASKED = Instant.parse("2026-03-01T09:30:00Z");

  private final Wording wording =
      new Wording(
          Templates.load(null, new ArrayList<>()),
          new Wording.House("en", ZoneOffset.UTC, Map.of("support", "Support"), Map.of()),
          new ConfirmationLinks(
              new Signer("a secret of the tests, long enough"), "https://help.example.com"));

  private final MailBody body = new MailBody(wording);

  @Test
  void theLinkOfAQuestionCanBeFollowed() {
    MailBody.Said said = body.of(wording.apply(delivery(Purpose.CONFIRMATION, "Ann", "Hi", "")));
    String link = said.text().replaceFirst("(?s).*\n(https://help\\.example\\.com/\\S+)\n.*", "$1");
    assertEquals(1, occurrences(said.html(), "<a href=\"" + link + "\">" + link + "</a>"));
  }

  @Test
  void ofOurOwnWordsAddressesAreLinksWithoutWhatClosesTheSentence() {
    String ours = "See https://help.example.com/a?b=1&c=<d>, or (https://help.example.com).";
    assertTrue(
        body.of(wording.apply(delivery(Purpose.ACKNOWLEDGEMENT, "Ann", "Hi", ours)))
            .html()
            .contains(
                "See <a href=\"https://help.example.com/a?b=1&amp;c=\">"
                    + "https://help.example.com/a?b=1&amp;c=</a>&lt;d&gt;, or ("
                    + "<a href=\"https://help.example.com\">https://help.example.com</a>)."));
  }

  @Test
  void anAddressMayBeLong() {
    String address = "https://help.example.com/" + "a&b.".repeat(10_000) + "c";
    MailBody.Said said =
        body.of(wording.apply(delivery(Purpose.ACKNOWLEDGEMENT, "Ann", "Hi", address + '.')));
    String escaped = address.replace("&", "&amp;");
    assertEquals(1, occurrences(said.html(), "<a href=\"" + escaped + "\">" + escaped + "</a>."));
  }

  @Test
  void whatACustomerWroteIsNoLinkOfOurs() {
    String theirs = "https://evil.example/login";
    MailBody.Said said = body.of(answer(theirs, theirs, "Soon."));
    assertEquals(0, occurrences(said.html(), "<a "), said.html());
    for (Purpose purpose : List.of(Purpose.REMINDER, Purpose.CLOSING)) {
      String repeated = "We wait for a word about: " + theirs;
      said = body.of(wording.apply(delivery(purpose, "Ann", "Hi", repeated)));
      assertEquals(0, occurrences(said.html(), "<a "), said.html());
    }
  }

  @Test
  void marksOfTheCustomersAreNotFilled() {
    MailBody.Said said =
        body.of(answer("Ann" + MARKS.repeat(50), "Where?" + MARKS.repeat(9_000), "Soon."));
    assertEquals(1, occurrences(said.html(), "<blockquote"), "the quote stands there once");
    assertEquals(
        1, occurrences(said.html(), "<div lang=\"\">Soon.</div>"), "the answer stands there once");
    assertTrue(said.html().length() < 50_000, () -> said.html().length() + " characters");
    assertTrue(said.html().contains("Ann wrote:"), said.html());
  }

  @Test
  void marksInTheAnswerStandAsTheyAre() {
    MailBody.Said said = body.of(answer("Ann", "Where?", "Soon" + MARKS.repeat(9_000)));
    assertEquals(1, occurrences(said.html(), "<blockquote"));
    assertTrue(said.html().contains("<div lang=\"\">Soon" + MARKS.repeat(9_000) + "</div>"));
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static Delivery answer(String customer, String asked, String text) {
    return delivery(Purpose.ANSWER, customer, asked, text);
  }

  private static Delivery delivery(Purpose purpose, String customer, String asked, String text) {
    return new Delivery(
        new OutboundMessage(
            "01JD0000000000000000000042",
            TicketId.random(new Random(7)),
            "mail",
            "email",
            "ann@example.com",
            null,
            ASKED),
        1,
        purpose,
        new Delivery.Content("Where is it?", text, null, List.of()),
        new Delivery.About("Where is it?", "support", "Bob", List.of("en"), ASKED, ASKED, ASKED),
        new Delivery.Received(ASKED, customer, asked, Map.of()),
        List.of());
  }
}
