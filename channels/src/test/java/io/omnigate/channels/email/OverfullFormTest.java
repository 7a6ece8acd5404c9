package io.omnigate.channels.email;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.Digests;
import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proven mail in a form that breaks a bound is kept: its relay would drop it for good. */
class OverfullFormTest {
  private static final String KEY = "the webhook signing key";

  private final TestServer server =
      TestServer.with(
          Map.of(
              "mailgun", Map.of("kind", "mailgun", "signingKey", KEY),
              "sendgrid", Map.of("kind", "sendgrid", "user", "sg", "password", "p"),
              "chat", Map.of("kind", "chat", "origins", List.of("*"))));

  @AfterEach
  void close() {
    server.close();
  }

  private static MultiMap signed() {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    byte[] text = (timestamp + "token").getBytes(StandardCharsets.UTF_8);
    return MultiMap.caseInsensitiveMultiMap()
        .add("timestamp", timestamp)
        .add("token", "token")
        .add("signature", HexFormat.of().formatHex(Digests.hmacSha256(KEY, text)))
        .add("recipient", "support@example.com")
        .add("from", "Ann <ann@example.com>")
        .add("subject", "Many files")
        .add("body-plain", "see them");
  }

  private static MultipartForm overfull(MultiMap fields) {
    MultipartForm form = MultipartForm.create();
    fields.forEach(field -> form.attribute(field.getKey(), field.getValue()));
    for (int i = 0; i < 1_100; i++) {
      form.binaryFileUpload("attachment-" + i, "f" + i, Buffer.buffer("x"), "a/b");
    }
    return form;
  }

  private HttpRequest<Buffer> sendgrid() {
    return server.post("sendgrid").basicAuthentication("sg", "p");
  }

  private void assertKept() {
    InboundMessage kept = server.intake.only();
    assertEquals(Set.of(Mark.UNPARSED), kept.handling().marks());
    assertEquals("Many files", kept.content().subject());
    assertEquals("ann@example.com", kept.sender().email());
    assertEquals(List.of(), kept.content().attachments());
  }

  @Test
  void mailgunsIsKeptAsItCame() {
    assertEquals(
        200, await(server.post("mailgun").sendMultipartForm(overfull(signed()))).statusCode());
    assertKept();
  }

  @Test
  void mailgunsStillHasToBeProven() {
    MultipartForm forged = overfull(signed().set("token", "another"));
    assertEquals(401, await(server.post("mailgun").sendMultipartForm(forged)).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void mailgunsWithAFileNameThatNobodyGivesIsKeptAsItCame() {
    MultipartForm form = MultipartForm.create();
    signed().forEach(field -> form.attribute(field.getKey(), field.getValue()));
    form.binaryFileUpload("attachment-1", "f".repeat(1_001), Buffer.buffer("x"), "a/b");
    assertEquals(200, await(server.post("mailgun").sendMultipartForm(form)).statusCode());
    assertKept();
  }

  @Test
  void mailgunsMapOfPicturesMayBeAnything() {
    MultiMap odd = signed().add("content-id-map", "[odd");
    assertEquals(200, await(server.post("mailgun").sendForm(odd)).statusCode());
    assertEquals("see them", server.intake.only().content().text());
  }

  @Test
  void sendgridsIsKeptAsItCame() {
    assertEquals(200, await(sendgrid().sendMultipartForm(overfull(signed()))).statusCode());
    assertKept();
  }

  @Test
  void aChatRefusesIt() {
    assertEquals(
        "too-many-files",
        TestServer.json(await(server.post("chat").sendMultipartForm(overfull(signed()))))
            .getString("code"));
  }
}
