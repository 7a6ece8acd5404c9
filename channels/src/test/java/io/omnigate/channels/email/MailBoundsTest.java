package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.channels.FileLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that comes as a mail throws, hangs or takes more than its bounds. */
class MailBoundsTest {
  private static final Duration PROMPT = Duration.ofSeconds(3);

  private final MailParser parser = new MailParser(System::nanoTime, FileLimits.ofAnySort(25));

  @Test
  void fiveThousandNestedMessagesAreKeptUnparsed() {
    MailParser.Parsed parsed =
        assertTimeout(PROMPT, () -> parser.parse(Mails.nestedMessages(5_000)));
    assertFalse(parsed.parsed());
    assertEquals("a@example.com", parsed.headers().first("from"));
  }

  @Test
  void threeNestedMessagesAreTaken() {
    assertTrue(parser.parse(Mails.nestedMessages(3)).parsed());
    assertFalse(parser.parse(Mails.nestedMessages(4)).parsed());
  }

  @Test
  void twentyThousandNestedMultipartsAreKeptUnparsed() {
    MailParser.Parsed parsed =
        assertTimeout(PROMPT, () -> parser.parse(Mails.nestedMultiparts(20_000)));
    assertFalse(parsed.parsed());
    assertEquals("onion", parsed.headers().first("subject"));
  }

  @Test
  void twentyNestedMultipartsAreTaken() {
    assertTrue(parser.parse(Mails.nestedMultiparts(20)).parsed());
    assertFalse(parser.parse(Mails.nestedMultiparts(21)).parsed());
  }

  @Test
  void fiveHundredPartsAreTaken() {
    assertTrue(parser.parse(Mails.manyParts(499)).parsed());
    assertFalse(parser.parse(Mails.manyParts(500)).parsed());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 100_000})
  void tooManyHeadersAreKeptUnparsed(int headers) {
    byte[] mail = ("X-A: b\r\n".repeat(headers) + "\r\ntext").getBytes(StandardCharsets.US_ASCII);
    assertFalse(assertTimeout(PROMPT, () -> parser.parse(mail)).parsed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Long: ", "From: ", "Subject: =?utf-8?Q?", "Content-Type: a/b; x="})
  void aHeaderTooLongIsKeptUnparsed(String header) {
    byte[] mail =
        (header + "(<,\"".repeat(100_000) + "\r\n\r\ntext").getBytes(StandardCharsets.US_ASCII);
    assertFalse(assertTimeout(PROMPT, () -> parser.parse(mail)).parsed());
  }

  @Test
  void workThatTakesTooLongIsGivenUp() {
    AtomicLong clock = new AtomicLong();
    MailParser slow =
        new MailParser(
            () -> clock.addAndGet(Duration.ofSeconds(1).toNanos()), FileLimits.ofAnySort(25));
    assertFalse(slow.parse(Mails.fixture("alternative.eml")).parsed());
  }

  @Test
  void sortingThePartsCountsAsWork() throws Exception {
    byte[] mail = Mails.manyParts(100);
    AtomicLong walked = new AtomicLong();
    MailBounds counted = new MailBounds(walked::incrementAndGet);
    new MailWalker(counted, new PartReader(counted, null)).walk(new ByteArrayInputStream(mail));
    AtomicLong calls = new AtomicLong();
    LongSupplier slowAfterTheWalk =
        () -> calls.incrementAndGet() <= walked.get() ? 0 : MailBounds.MAX_WORK.toNanos();
    assertFalse(new MailParser(slowAfterTheWalk, FileLimits.ofAnySort(25)).parse(mail).parsed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"=?u?q?x", "=?u?b?x", "=?u?x?x", "=?", "=?u?b?x ?"})
  void encodedWordsWithoutAnEndAreReadInOnePass(String word) {
    for (String end : List.of("", "?=")) {
      String header = word.repeat(1_000_000) + end;
      assertTimeoutPreemptively(PROMPT, () -> EncodedWords.decode(header));
    }
  }

  @Test
  void namesOfFilesAreCutBeforeTheyAreDecoded() {
    String header = "attachment; filename=\"" + "=?utf-8?Q?a?= ".repeat(10_000) + '"';
    assertTrue(HeaderValue.parse(header).parameter("filename").length() < 1_000);
  }

  @Test
  void aBottomlessHtmlPageIsReadAsFarAsItsBound() {
    String page = "<div>".repeat(1_000_000);
    assertEquals("", assertTimeout(PROMPT, () -> HtmlText.of(page)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<b i=N><i i=N>",
        "<a href=N>",
        "<p><b i=N>x",
        "<table><tr><td>",
        "<table>x<b>",
        "<select><option>",
        "<svg><math>",
        "<ul><li>x</ul></b>",
        "&amp;&#x41;&nosuch;",
        "<x a=N b c d ",
        "<!--",
        "</b>",
        "<![CDATA[",
        " \u00a0\n"
      })
  void aPageBuiltToTakeLongIsReadWithinTheBound(String piece) {
    StringBuilder page = new StringBuilder(1_100_000);
    for (int i = 0; page.length() < 1_000_000; i++) {
      page.append(piece.replace("N", Integer.toString(i)));
    }
    assertTimeoutPreemptively(MailBounds.MAX_WORK, () -> HtmlText.of(page.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "To: a+b.c@d.example,\r\n ",
        "References: <a@b>\r\n ",
        "From: (\"<,\r\n ",
        "Content-Disposition: attachment; filename*N*=%41;\r\n ",
        "Subject: =?utf-8?B?zrE=?=\r\n "
      })
  void aMailFullOfHeadersBuiltToTakeLongIsReadWithinTheBound(String header) {
    int colon = header.indexOf(' ');
    StringBuilder mail = new StringBuilder(25_000_000);
    mail.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (int part = 0; part < 90; part++) {
      mail.append("--b\r\n").append(header, 0, colon);
      for (int i = 0, begun = mail.length(); mail.length() - begun < 250_000; i++) {
        mail.append(header.substring(colon).replace("N", Integer.toString(i)));
      }
      mail.append("x\r\n\r\ntext\r\n");
    }
    byte[] raw = mail.append("--b--\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    assertTimeoutPreemptively(MailBounds.MAX_WORK, () -> parser.parse(raw));
  }

  @Test
  void everySampleMailIsRead() throws IOException {
    assumeTrue(
        Files.isDirectory(Mails.samples()), "skipped: no sample mails beside the repository");
    List<Path> files = Mails.sampleFiles();
    for (Path file : files) {
      byte[] raw = Files.readAllBytes(file);
      MailParser.Parsed parsed = assertTimeout(PROMPT, () -> parser.parse(raw), file::toString);
      assertTrue(parsed.parsed(), file + " is within the bounds and has to be taken apart");
    }
    assertTrue(files.size() >= 100, "only " + files.size() + " samples found");
  }

  @Test
  void noMutationThrows() throws IOException {
    Random random = new Random(20261106);
    List<byte[]> seeds =
        List.of(
            Mails.fixture("plain.eml"),
            Mails.fixture("alternative.eml"),
            Mails.fixture("bounce.eml"),
            Mails.fixture("raw-8bit.eml"),
            Mails.nestedMultiparts(5));
    for (int round = 0; round < 4_000; round++) {
      byte[] mail = mutated(seeds.get(random.nextInt(seeds.size())), random);
      MailParser.Parsed parsed = parser.parse(mail);
      MailAddress.parse(parsed.headers().first("from"));
      EncodedWords.decode(parsed.headers().first("subject"));
      assertFalse(parsed.content().text().contains("\u0000"));
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] mail = seed.clone();
    byte[] tokens = "\r\n:;=?\"<>()-\0\u00ff*'%".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(20); i >= 0; i--) {
      int at = random.nextInt(mail.length);
      switch (random.nextInt(4)) {
        case 0 -> mail[at] = (byte) random.nextInt(256);
        case 1 -> mail[at] = tokens[random.nextInt(tokens.length)];
        case 2 -> {
          int length = Math.min(random.nextInt(40), mail.length - at);
          System.arraycopy(mail, random.nextInt(mail.length - length + 1), mail, at, length);
        }
        default -> mail = java.util.Arrays.copyOf(mail, Math.max(1, at));
      }
    }
    return mail;
  }
}
