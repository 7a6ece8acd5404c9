package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mails too large for the memory: taken apart beside it, and told like any other. */
class SpooledMailTest {
  private static final int MIB = 1024 * 1024;
  private static final String HEAD =
      "From: Ann <ann@example.com>\r\nSubject: Large\r\nMessage-ID: <l@example.com>\r\n"
          + "MIME-Version: 1.0\r\n";

  private final TestServer server =
      TestServer.with(Map.of("mail", Map.of("kind", "email", "token", "t", "maxFileMiB", 4)));

  @AfterEach
  void close() {
    server.close();
  }

  private InboundMessage take(String mail) {
    Buffer raw = Buffer.buffer(mail);
    assertEquals(
        201,
        await(server.post("mail").bearerTokenAuthentication("t").sendBuffer(raw)).statusCode());
    InboundMessage kept = server.intake.messages().getLast();
    assertEquals(RawPayload.sha256(raw), kept.origin().raw().sha256());
    assertNotNull(kept.origin().raw().spooled());
    return kept;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String mixed(String... parts) {
    return HEAD
        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        + String.join("\r\n--b\r\n", parts)
        + "\r\n--b--\r\n";
  }

  private static String file(String name, byte[] bytes) {
    return "Content-Type: application/octet-stream; name="
        + name
        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(bytes);
  }

  private static String text(String subtype, String text) {
    return "Content-Type: text/" + subtype + "; charset=utf-8\r\n\r\n" + text;
  }

  @Test
  void largeFilesAreOnDiskAndSmallOnesInMemoryEachWithItsHash() {
    byte[] large = random(3 * MIB);
    byte[] small = random(1_000);
    InboundMessage kept =
        take(mixed(text("plain", "Γειά σας"), file("large.bin", large), file("s.bin", small)));
    assertEquals("Γειά σας", kept.content().text());
    List<Attachment> files = kept.content().attachments();
    assertNotNull(files.getFirst().spooled());
    assertEquals(large.length, files.getFirst().size());
    assertEquals(RawPayload.sha256(Buffer.buffer(large)), files.getFirst().sha256());
    assertNull(files.getLast().spooled());
    assertEquals(Buffer.buffer(small), files.getLast().bytes());
  }

  @Test
  void manySmallFilesDoNotFillTheMemoryEither() {
    String[] parts = new String[100];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = file("f" + i + ".bin", random(50_000 + i));
    }
    List<Attachment> files = take(mixed(parts)).content().attachments();
    assertEquals(100, files.size());
    long held = files.stream().mapToLong(file -> file.bytes().length()).sum();
    assertTrue(held <= MIB, "held " + held);
    for (int i = 0; i < parts.length; i++) {
      assertEquals(
          RawPayload.sha256(Buffer.buffer(random(50_000 + i))), files.get(i).sha256(), "f" + i);
    }
  }

  @Test
  void aLongTextIsCutAndALongPageIsAFileAsInAnyMail() {
    InboundMessage kept =
        take(
            mixed(
                text("plain", "word ".repeat(500_000)), text("html", "<p>x</p>".repeat(300_000))));
    assertTrue(kept.content().text().endsWith("is kept in the raw message]"));
    assertNull(kept.content().html());
    assertEquals("message-1.html", kept.content().attachments().getFirst().name());
    assertEquals(8 * 300_000, kept.content().attachments().getFirst().size());
  }

  @Test
  void aPageOfTheUsualSizeBesideALargeFileIsShown() {
    String page = "<p>" + "x".repeat(900_000) + "</p>";
    InboundMessage kept = take(mixed(text("html", page), file("large.bin", random(MIB))));
    assertEquals(page, kept.content().html());
  }

  @Test
  void aMailWithinAMailStaysAFileAndAFileTooLargeIsWithheld() {
    String inner =
        mixed(text("plain", "inner"), file("inner.bin", random(2 * MIB)))
            .replace("boundary=b", "boundary=inner")
            .replace("--b", "--inner");
    InboundMessage kept =
        take(
            mixed(
                "Content-Type: message/rfc822\r\n\r\n" + inner, file("huge.bin", random(5 * MIB))));
    Attachment mail = kept.content().attachments().getFirst();
    assertEquals("message/rfc822", mail.mediaType());
    assertNotNull(mail.spooled());
    assertEquals(1, kept.content().attachments().size());
    assertEquals("huge.bin (" + 5 * MIB + " bytes)", kept.content().facts().get("withheld"));
  }

  @Test
  void aBrokenOneIsKeptWithItsHeaders() {
    String deep = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(30);
    InboundMessage kept = take(HEAD + deep + "x".repeat(MIB));
    assertEquals(Set.of(Mark.UNPARSED), kept.handling().marks());
    assertEquals("Large", kept.content().subject());
    assertEquals("ann@example.com", kept.sender().email());
  }

  @Test
  void theSameMailAgainIsRecognised() {
    String mail = mixed(text("plain", "x"), file("large.bin", random(MIB)));
    take(mail);
    assertEquals(
        200,
        await(server.post("mail").bearerTokenAuthentication("t").sendBuffer(Buffer.buffer(mail)))
            .statusCode());
    assertEquals(1, server.intake.messages().size());
  }
}
