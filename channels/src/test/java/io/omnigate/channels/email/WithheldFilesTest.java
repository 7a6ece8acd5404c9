package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.FileLimits;
import io.omnigate.channels.TestServer;
import io.omnigate.core.config.Section;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WithheldFilesTest {
  private final FileLimits limits =
      new FileLimits(1_000, Set.of("exe", "js", "application/x-msdownload"));

  @ParameterizedTest
  @CsvSource({
    "photo.png, image/png, 1000, true",
    "photo.png, image/png, 1001, false",
    "setup.exe, application/octet-stream, 1, false",
    "SETUP.EXE, application/octet-stream, 1, false",
    "invoice.pdf.js, text/plain, 1, false",
    "exe, text/plain, 1, true",
    "notes, application/x-msdownload, 1, false",
    "a.exec, text/plain, 1, true",
  })
  void sizesEndingsAndTypesDecide(String name, String type, long bytes, boolean allowed) {
    assertEquals(allowed, limits.allows(name, type, bytes));
  }

  @Test
  void aWithheldFileIsNamedInTheThreadAndKeptInTheRawMail() {
    Map<String, Object> channel =
        Map.of("kind", "email", "token", "t", "maxFileMiB", 1, "blockedFiles", List.of("EXE"));
    try (TestServer server = TestServer.with(Map.of("mail", channel))) {
      Buffer mail =
          Mails.of(
              "From: a@example.com\nContent-Type: multipart/mixed; boundary=b",
              "--b\n\ntext\n--b\nContent-Type: a/b; name=setup.exe\n\nMZ\n--b\n"
                  + "Content-Type: a/b; name=large.bin\n\n"
                  + "x".repeat(1_100_000)
                  + "\n--b\nContent-Type: a/b; name=fine.bin\n\nok\n--b--\n");
      assertEquals(
          201,
          await(server.post("mail").bearerTokenAuthentication("t").sendBuffer(mail)).statusCode());

      InboundMessage kept = server.intake.only();
      assertEquals(
          List.of("fine.bin"),
          kept.content().attachments().stream().map(Attachment::name).toList());
      assertEquals(
          "setup.exe (2 bytes), large.bin (1100000 bytes)", kept.content().facts().get("withheld"));
      assertEquals(RawPayload.sha256(mail), kept.origin().raw().sha256());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a b", "x/y/z", "../exe"})
  void anEntryThatMatchesNothingIsAMistake(String entry) {
    Section root = Section.root(Map.of("mail", Map.of("blockedFiles", List.of(entry))));
    MailReader.fileLimits(root.section("mail"));
    assertTrue(root.mistakes().getFirst().startsWith("mail.blockedFiles has to list endings"));
  }

  @Test
  void leftOutNothingIsWithheld() {
    Section root = Section.root(Map.of("mail", Map.of()));
    assertEquals(FileLimits.ofAnySort(25), MailReader.fileLimits(root.section("mail")));
    assertFalse(root.mistakes().iterator().hasNext());
  }
}
