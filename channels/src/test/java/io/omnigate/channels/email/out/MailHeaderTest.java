package io.omnigate.channels.email.out;

import static io.omnigate.channels.email.out.TestDeliveries.ASKED;
import static io.omnigate.channels.email.out.TestDeliveries.TICKET;
import static io.omnigate.channels.email.out.TestDeliveries.answer;
import static io.omnigate.channels.email.out.TestDeliveries.delivery;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestFiles;
import io.omnigate.core.SmtpPeer.Received;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.Purpose;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the head of a mail, and what can never. */
class MailHeaderTest {
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

  private final MailRoute route = new MailRoute();

  @AfterEach
  void close() throws Exception {
    route.close();
  }

  @Test
  void whatIsNotAsciiIsEncodedInTheHead() throws Exception {
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
    Received mail = route.send("Υποστήριξη <support@example.com>", greek);
    assertTrue(
        mail.header().stream().allMatch(line -> line.chars().allMatch(c -> c < 127)),
        () -> String.join("\n", mail.header()));
    assertTrue(mail.header().stream().allMatch(line -> line.length() <= 998));
    assertEquals("support@example.com", SentMail.address(mail.header("From")));
    assertTrue(SentMail.text(mail, "text/plain").contains("Καλημέρα"));
    assertTrue(SentMail.text(mail, "text/plain").contains("Ann έγραψε:"));
    assertEquals("", mail.header("Content-Language"), "who knows what an agent writes in?");
    assertTrue(SentMail.text(mail, "text/html").contains("<div lang=\"\">Καλημέρα</div>"));
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
    Received mail = route.send(TestDeliveries.about(answer("Hello", null, List.of()), subject));
    assertEquals("Re: " + subject + " [" + TICKET + "]", SentMail.parsed(mail).getSubject());
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
    Received mail = route.send(answer("Hello", null, List.of(attached, inline)));
    assertEquals(List.of(name, name), SentMail.fileNames(mail));
    String heads = mail.content().replaceAll("(?s)\r\n\r\n.*?\r\n--", "\r\n");
    assertFalse(heads.contains("=?"), heads); // RFC 2047 section 5: not in a parameter
    assertTrue(
        heads.lines().filter(line -> line.contains("name")).allMatch(line -> line.length() <= 78),
        heads);
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
    Received mail = route.send(from, answer("Hello", null, List.of()));
    assertEquals(header, mail.header("From"));
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
    assertInstanceOf(DeliveryOutcome.Failed.class, route.deliver(delivery));
    assertEquals(List.of(), route.received());
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
    DeliveryOutcome outcome = route.deliver(delivery);
    if (outcome instanceof DeliveryOutcome.Failed) {
      assertEquals(List.of(), route.received());
      return;
    }
    assertInstanceOf(DeliveryOutcome.Sent.class, outcome);
    Received mail = route.received().getFirst();
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
}
