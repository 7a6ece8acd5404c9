package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Membership;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of a mail. */
class EmailChannelTest {
  private final MailDoor door = new MailDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aPlainMailIsTakenApart() {
    InboundMessage message = door.kept("plain.eml");

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
    InboundMessage message = door.kept("alternative.eml");

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
    InboundMessage message = door.kept("html-only.eml");

    assertEquals("Dear support,\nit is broken.\nBob", message.content().text());
    assertTrue(message.content().html().contains("<script>"), "the page is kept as it came");
    assertNull(message.sender().name());
  }

  @Test
  void aPageThatIsTooLongToShowIsAFileAndItsBeginningIsRead() {
    InboundMessage message =
        door.kept(
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
    InboundMessage message = door.kept(fixture);
    assertEquals(subject, message.content().subject());
    assertEquals(text, message.content().text());
  }

  @Test
  void aMailWithoutASenderIsStillTaken() {
    InboundMessage message = door.kept("no-from.eml");
    assertEquals(List.of(), message.sender().identities());
    assertNull(message.sender().email());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"x ann\"@example.com", "Ann <\"x ann\"@example.com>", "<x ann@example.com>"})
  void anAddressThatOnlyQuotesMakeAnotherIsNobodys(String from) {
    InboundMessage message = door.kept(mail("From: " + from));
    assertEquals(List.of(), message.sender().identities());
    assertNull(message.sender().email());
    assertEquals(from.replace("\\", ""), message.content().facts().get("from"));
  }

  @Test
  void aNameThatIsTheAddressIsNone() {
    assertNull(door.kept(mail("From: \"ann@example.com\" <ann@example.com>")).sender().name());
  }

  @Test
  void attachmentNamesAreOnlyNames() {
    for (String name :
        List.of(
            "../../etc/passwd", "a\u0000b", "x\u202Egpj.exe", "z\u200Bw", "..", "x".repeat(4096))) {
      byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
      String header = "=?utf-8?B?" + Base64.getEncoder().encodeToString(encoded) + "?=";
      Attachment file =
          door.kept(
                  mail("From: a@example.com\nContent-Type: application/x; name=\"" + header + "\""))
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

  private static Buffer mail(String headers) {
    return Mails.of(headers, "text");
  }
}
