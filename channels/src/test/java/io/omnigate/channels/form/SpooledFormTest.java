package io.omnigate.channels.form;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.TestServer.random;
import static io.omnigate.channels.TestServer.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies too large for the memory: what becomes of them, and that nothing of them stays behind. */
class SpooledFormTest {
  private static final int LARGE = 3 * 1024 * 1024;
  private static final Map<String, Object> FORM =
      Map.of("kind", "form", "origins", List.of("*"), "blockedFiles", List.of("exe"));

  private static final byte[] CHUNKED_HEAD =
      "POST /in/form HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(StandardCharsets.UTF_8);

  private final TestServer server = TestServer.patient(Map.of("form", FORM));

  @AfterEach
  void close() {
    server.assertNothingStays();
    server.close();
  }

  private static Buffer body(String message, String name, Buffer file) {
    return Buffer.buffer(
            "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n"
                + message
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                + name
                + "\"\r\nContent-Type: a/b\r\n\r\n")
        .appendBuffer(file)
        .appendString("\r\n--b--\r\n");
  }

  private Future<HttpResponse<Buffer>> post(Buffer body) {
    return server
        .post("form")
        .putHeader("Content-Type", "multipart/form-data; boundary=b")
        .sendBuffer(body);
  }

  @Test
  void aLargeFileIsHandedOnBesideTheMessageWithItsSizeAndItsHash() {
    Buffer file = random(LARGE);
    Buffer body = body("see the film", "film.mp4", file);
    assertEquals(201, await(post(body)).statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("see the film", kept.content().text());
    Attachment attachment = kept.content().attachments().getFirst();
    assertNotNull(attachment.spooled());
    assertEquals(0, attachment.bytes().length());
    assertEquals(LARGE, attachment.size());
    assertEquals("film.mp4", attachment.name());
    assertEquals(RawPayload.sha256(file), attachment.sha256());
    assertEquals(RawPayload.sha256(body), kept.origin().raw().sha256());
    assertEquals(body.length(), kept.origin().raw().spooled().size());
  }

  @Test
  void aSmallFileInALargeBodyAndASmallBodyStayInMemory() {
    Buffer small = random(10_000);
    Buffer both = body("m", "film.mp4", random(LARGE));
    Buffer two =
        both.slice(0, both.length() - "--b--\r\n".length())
            .copy()
            .appendString(
                "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"s\"\r\n\r\n")
            .appendBuffer(small)
            .appendString("\r\n--b--\r\n");
    assertEquals(201, await(post(two)).statusCode());
    Attachment second = server.intake.only().content().attachments().getLast();
    assertNull(second.spooled());
    assertEquals(small, second.bytes());

    assertEquals(201, await(post(body("n", "s", small))).statusCode());
    assertNull(server.intake.messages().getLast().origin().raw().spooled());
  }

  @Test
  void aBodyThatDoesNotSayHowLargeItIsIsTakenToo() throws Exception {
    Buffer body = body("m", "film.mp4", random(LARGE));
    java.net.http.HttpResponse<String> taken =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/in/form"))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(
                        BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(body.getBytes())))
                    .build(),
                BodyHandlers.ofString());
    assertEquals(201, taken.statusCode());
  }

  @Test
  void whateverTheOutcomeNothingStays() {
    assertEquals(422, await(post(body("m", "setup.exe", random(LARGE)))).statusCode());
    assertEquals(422, await(post(body(" ", "film.mp4", random(LARGE)))).statusCode());
    assertEquals(400, await(post(random(LARGE))).statusCode());
    server.assertNothingStays();
    HttpResponse<Buffer> page =
        await(
            server
                .post("form")
                .putHeader("Accept", "text/html")
                .putHeader("Content-Type", "multipart/form-data; boundary=b")
                .sendBuffer(body("a long story", "setup.exe", random(LARGE))));
    assertTrue(page.bodyAsString().contains("a long story"), "what was typed is kept");
    server.intake.failWith(new Failure(Failure.Kind.UNAVAILABLE, "away", "away"));
    assertEquals(503, await(post(body("m", "film.mp4", random(LARGE)))).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void whatIsCutAtTheEdgeOfAPartIsMalformed() {
    for (int size : List.of(1_000, LARGE)) {
      Buffer whole = body("m", "film.mp4", random(size));
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
  void whoeverLeavesInTheMiddleLeavesNothing() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head(LARGE));
      out.write(random(LARGE / 2).getBytes());
      out.flush();
      until(() -> server.spool.onDisk().held() > 0);
    }
    server.assertNothingStays();
  }

  @Test
  void whoeverIsTooSlowIsToldSoAndLeavesNothing() throws Exception {
    Duration deadline = Duration.ofMillis(500);
    try (TestServer impatient = TestServer.impatient(Map.of("form", FORM), deadline);
        Socket socket = new Socket("127.0.0.1", impatient.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head(LARGE));
      out.write(random(100_000).getBytes());
      out.flush();
      assertEquals("HTTP/1.1 408", status(socket));
      impatient.assertNothingStays();
    }
  }

  @Test
  void whoeverSendsOnlyAHeadTakesNobodysPlace() throws Exception {
    int heads = 40; // of which 22 would do, if each held all that a body may come to
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < heads; i++) {
        Socket socket = new Socket("127.0.0.1", server.port());
        silent.add(socket);
        socket.getOutputStream().write(CHUNKED_HEAD);
      }
      until(() -> server.inFlight.held() >= heads * 4_096L);
      assertEquals(201, await(post(body("m", "film.mp4", random(LARGE)))).statusCode());
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
  }

  @Test
  void theMemoryIsBoundedForWhatArrives() {
    int most = 3 * 1024 * 1024;
    assertTrue(server.inFlight.tryHold(TestServer.IN_FLIGHT - most));
    HttpResponse<Buffer> busy = await(post(body("m", "film.mp4", random(LARGE))));
    assertEquals(429, busy.statusCode());
    assertEquals("too-much-in-flight", json(busy).getString("code"));
    server.inFlight.release(TestServer.IN_FLIGHT - most);
  }

  private static byte[] head(int length) {
    return ("POST /in/form HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            + "Content-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theDiskIsBoundedAndSoIsEachBody() {
    HttpResponse<Buffer> large = await(post(random(27 * 1024 * 1024)));
    assertEquals(413, large.statusCode());
    assertTrue(server.spool.onDisk().tryHold(TestServer.SPOOL - LARGE));
    HttpResponse<Buffer> busy = await(post(body("m", "film.mp4", random(LARGE))));
    assertEquals(429, busy.statusCode());
    assertEquals("too-much-in-flight", json(busy).getString("code"));
    server.spool.onDisk().release(TestServer.SPOOL - LARGE);
  }

  /** Each has sent half before the next one comes, so that all of them together pass the bound. */
  @Test
  void ofManyAtOnceThoseThatCameFirstAreTaken() throws Exception {
    Buffer whole = body("m", "film.mp4", random(10 * 1024 * 1024));
    int half = whole.length() / 2;
    int places = TestServer.SPOOL / (5 * whole.length());
    List<Socket> senders = new ArrayList<>();
    try {
      for (int i = 1; i <= 2 * places; i++) {
        Socket sender = new Socket("127.0.0.1", server.port());
        senders.add(sender);
        sender.getOutputStream().write(head(whole.length()));
        if (i <= places) {
          long sent = 5L * i * half;
          sender.getOutputStream().write(whole.getBytes(0, half));
          until(() -> server.spool.onDisk().held() >= sent);
        } else {
          sender.getOutputStream().write(whole.getBytes(0, 50_000));
          assertEquals("HTTP/1.1 429", status(sender));
        }
      }
      for (Socket sender : senders.subList(0, places)) {
        sender.getOutputStream().write(whole.getBytes(half, whole.length()));
      }
      for (Socket sender : senders.subList(0, places)) {
        assertEquals("HTTP/1.1 201", status(sender));
      }
    } finally {
      for (Socket each : senders) {
        each.close();
      }
    }
    assertEquals(places, server.intake.messages().size());
  }

  private static String status(Socket socket) throws Exception {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  @Test
  void theStartRemovesWhatAKilledGatewayLeftBehind() throws Exception {
    Path left = server.folder.resolve("left");
    Files.createDirectories(left);
    Files.writeString(left.resolve("body"), "left");
    await(SpoolSpace.in(server.folder, server.vertx, 1_000, Duration.ofSeconds(30)).close());
    assertTrue(Files.notExists(left));
  }

  @Test
  void aSecondStartLeavesTheBodiesThatAreOnTheirWayToTheFirst() throws Exception {
    Buffer whole = body("m", "film.mp4", random(LARGE));
    try (Socket slow = new Socket("127.0.0.1", server.port())) {
      slow.getOutputStream().write(head(whole.length()));
      slow.getOutputStream().write(whole.getBytes(0, LARGE / 2));
      until(() -> server.spool.onDisk().held() > 0);
      await(SpoolSpace.in(server.folder, server.vertx, 1_000, Duration.ofSeconds(30)).close());
      slow.getOutputStream().write(whole.getBytes(LARGE / 2, whole.length()));
      assertEquals("HTTP/1.1 201", status(slow));
    }
  }
}
