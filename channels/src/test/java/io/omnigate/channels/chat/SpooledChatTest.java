package io.omnigate.channels.chat;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.TestServer.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.omnigate.channels.TestServer;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What visitors upload goes by the disk, and nothing of it stays behind. */
class SpooledChatTest {
  private static final int LARGE = 3 * 1024 * 1024;

  private final TestServer server =
      TestServer.with(
          Map.of(
              "chat",
              Map.of("kind", "chat", "origins", List.of("*"), "blockedFiles", List.of("exe"))));

  @AfterEach
  void close() {
    server.assertNothingStays();
    server.close();
  }

  private static Buffer form(String field, String name, Buffer file) {
    return Buffer.buffer(
            "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nm-1"
                + "\r\n--b\r\nContent-Disposition: form-data; name=\""
                + field
                + "\"; filename=\""
                + name
                + "\"\r\nContent-Type: a/b\r\n\r\n")
        .appendBuffer(file)
        .appendString("\r\n--b--\r\n");
  }

  private Future<HttpResponse<Buffer>> post(Buffer body) {
    return server
        .post("chat")
        .putHeader("Content-Type", "multipart/form-data; boundary=b")
        .sendBuffer(body);
  }

  @Test
  void whatIsCutAtTheEdgeOfAPartIsMalformed() {
    for (int size : List.of(1_000, LARGE)) {
      Buffer whole = form("files", "film.mp4", random(size));
      for (String missing : List.of("--b--\r\n", "--\r\n")) {
        Buffer cut = whole.slice(0, whole.length() - missing.length()).copy();
        HttpResponse<Buffer> refused = await(post(cut));
        assertEquals(400, refused.statusCode());
        assertEquals("malformed-body", json(refused).getString("code"));
      }
    }
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aLargeFileLiesOnTheDiskUntilItsMessageIsStored() {
    Buffer file = random(LARGE);
    Buffer body = form("files", "film.mp4", file);
    assertEquals(201, await(post(body)).statusCode());
    InboundMessage kept = server.intake.only();
    Attachment attachment = kept.content().attachments().getFirst();
    assertNotNull(attachment.spooled());
    assertEquals(0, attachment.bytes().length());
    assertEquals(LARGE, attachment.size());
    assertEquals(RawPayload.sha256(file), attachment.sha256());
    assertEquals("[film.mp4]", kept.content().text());
    assertEquals(body.length(), kept.origin().raw().spooled().size());
  }

  @Test
  void aSmallFileStaysInMemory() {
    assertEquals(201, await(post(form("files", "s.txt", random(10_000)))).statusCode());
    InboundMessage kept = server.intake.only();
    assertNull(kept.content().attachments().getFirst().spooled());
    assertNull(kept.origin().raw().spooled());
  }

  @Test
  void whatIsRefusedLeavesNothing() {
    HttpResponse<Buffer> blocked = await(post(form("files", "setup.exe", random(LARGE))));
    assertEquals(422, blocked.statusCode());
    assertEquals("setup.exe", json(blocked).getString("file"));
    assertEquals(422, await(post(form("picture", "a.png", random(LARGE)))).statusCode());
    assertEquals(400, await(post(random(LARGE))).statusCode());
    JsonObject words = new JsonObject().put("id", "m-1").put("text", "x".repeat(300_000));
    assertEquals(413, await(server.post("chat").sendJsonObject(words)).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aMessageThatDoesNotSayHowLargeItIsIsTakenToo() throws Exception {
    JsonObject message = new JsonObject().put("id", "m-1").put("text", "hello");
    byte[] body = message.toBuffer().getBytes();
    java.net.http.HttpResponse<String> taken =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/in/chat"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build(),
                BodyHandlers.ofString());
    assertEquals(201, taken.statusCode(), taken.body());
    assertEquals("hello", server.intake.only().content().text());
  }
}
