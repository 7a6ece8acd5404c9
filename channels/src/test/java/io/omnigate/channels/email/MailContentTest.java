package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.FileLimits;
import io.omnigate.core.intake.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** What an agent gets to read of a mail, as text and as a page. */
class MailContentTest {
  private static final String PDF =
      "Content-Type: application/pdf; name=bill.pdf\r\nContent-Disposition: inline;"
          + " filename=bill.pdf\r\n\r\n%PDF";

  @Test
  void aTextBesideTheDisclaimerOfAServerStandsInThePageToo() {
    MailContent content =
        read(multipart("mixed", plain("Is 1 < 2 & so on?\r\nAnn"), html("<i>Confidential</i>")));
    assertEquals("Is 1 < 2 & so on?\nAnn\n\nConfidential", content.text());
    assertEquals("Is 1 < 2 & so on? Ann Confidential", shown(content));
    assertEquals(List.of(), content.attachments());
  }

  @Test
  void whatStandsBehindAPictureOrAFileIsReadAsWell() {
    MailContent content =
        read(
            multipart(
                "alternative",
                plain("first second"),
                multipart("mixed", html("<p>first</p>"), PDF, html("<p>second</p>"))));
    assertEquals("first second", content.text());
    assertEquals("first second", shown(content));
    assertEquals(List.of("bill.pdf"), names(content));
  }

  @Test
  void whatIsHtmlAloneIsReadToItsEnd() {
    MailContent content =
        read(multipart("mixed", html("<p>first</p>"), PDF, html("<p>second</p>")));
    assertEquals("first\nsecond", content.text());
    assertEquals("first second", shown(content));
    assertEquals(List.of("bill.pdf"), names(content));
  }

  @Test
  void theFooterOfAListIsInBothForms() {
    MailContent content =
        read(
            multipart(
                "mixed",
                multipart("alternative", plain("Hello"), html("<b>Hello</b>")),
                plain("-- \r\nthe list")));
    assertEquals("Hello\n\n-- \nthe list", content.text());
    assertEquals("Hello -- the list", shown(content));
  }

  @Test
  void ofAlternativesEachIsReadOnce() {
    MailContent content =
        read(
            multipart(
                "alternative",
                plain("Hello"),
                multipart("related", html("<b>Hello</b>"), plain("below"))));
    assertEquals("Hello\n\nbelow", content.text());
    assertEquals("Hello below", shown(content));
  }

  @Test
  void anEmptyPageHidesNoText() {
    MailContent content = read(multipart("alternative", plain("Hello"), html(" \r\n")));
    assertEquals("Hello", content.text());
    assertNull(content.html());
  }

  @Test
  void textsAloneMakeNoPage() {
    MailContent content = read(multipart("mixed", plain("one"), PDF, plain("two")));
    assertEquals("one\n\ntwo", content.text());
    assertNull(content.html());
  }

  @Test
  void pagesThatAreTooLongTogetherAreFilesFromThereOn() {
    String half = "<p>" + "x".repeat(600_000) + "</p>";
    MailContent content = read(multipart("mixed", html(half), html(half), html("<p>end</p>")));
    assertEquals(List.of("message-1.html"), names(content));
    assertTrue(shown(content).endsWith("end"));
  }

  private static MailContent read(String body) {
    String mail = "From: ann@example.com\r\nMIME-Version: 1.0\r\n" + body;
    FileLimits limits = FileLimits.ofAnySort(25);
    return new MailParser(System::nanoTime, limits)
        .parse(mail.getBytes(StandardCharsets.UTF_8))
        .content();
  }

  private static String plain(String text) {
    return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
  }

  private static String html(String page) {
    return "Content-Type: text/html; charset=utf-8\r\n\r\n" + page;
  }

  private static String multipart(String subtype, String... parts) {
    String boundary = "b" + String.join("", parts).length();
    String between = "--" + boundary + "\r\n";
    return "Content-Type: multipart/"
        + subtype
        + "; boundary="
        + boundary
        + "\r\n\r\n"
        + between
        + String.join("\r\n" + between, parts)
        + "\r\n--"
        + boundary
        + "--\r\n";
  }

  private static String shown(MailContent content) {
    return Jsoup.parse(content.html()).text();
  }

  private static List<String> names(MailContent content) {
    return content.attachments().stream().map(Attachment::name).toList();
  }
}
