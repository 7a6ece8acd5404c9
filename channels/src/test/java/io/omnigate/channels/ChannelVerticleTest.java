package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side that all channels share. */
class ChannelVerticleTest {
  private static final Map<String, Object> CHANNELS =
      Map.of("chat", Map.of("kind", "chat", "origins", List.of("*")));
  private static final String HEAD =
      "POST /in/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String MESSAGE = "{\"id\":\"1\",\"text\":\"hello\"}";

  private static Socket connect(TestServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Everything up to the end of the connection, which the peer has to close. */
  private static String toTheEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void anUnknownChannelIsNotFound() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      HttpResponse<Buffer> response = await(server.post("nothing").sendBuffer(Buffer.buffer("x")));
      assertEquals(404, response.statusCode());
      assertEquals("unknown-channel", json(response).getString("code"));
      assertEquals(1, server.counted("unknown", "rejected", "unknown-channel"));
      assertEquals(404, await(server.get("/elsewhere").send()).statusCode());
    }
  }

  @Test
  void anotherMethodIsNotAllowed() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE)) {
        HttpResponse<Buffer> response =
            await(server.client.request(method, server.port(), "127.0.0.1", "/in/chat").send());
        assertEquals(405, response.statusCode(), method.name());
        assertEquals("POST, OPTIONS", response.getHeader("Allow"));
      }
    }
  }

  @Test
  void aBodyAnnouncedTooLargeIsRefusedBeforeItIsSent() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      write(socket, HEAD + "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
      String answer = toTheEnd(socket);
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.contains("body-too-large"), answer);
      assertEquals(1, server.counted("chat", "rejected", "body-too-large"));
    }
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsRefusedAndTheConnectionClosed() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
      // More than a chat takes with its files.
      write(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(180));
      assertTrue(toTheEnd(socket).startsWith("HTTP/1.1 413 "));
      assertEquals(0, server.inFlight.held());
    }
  }

  @Test
  void aBodyIsInvitedWhereItsSenderWaitsForThat() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      int length = MESSAGE.length();
      write(
          socket,
          HEAD
              + "Connection: close\r\nContent-Length: "
              + length
              + "\r\nExpect: 100-continue\r\n\r\n");
      byte[] invited = socket.getInputStream().readNBytes("HTTP/1.1 100 ".length());
      assertEquals("HTTP/1.1 100 ", new String(invited, StandardCharsets.US_ASCII));
      write(socket, MESSAGE);
      assertTrue(toTheEnd(socket).contains("HTTP/1.1 201 "));
    }
  }

  @Test
  void aDribbledBodyIsGivenUpAtTheDeadline() throws IOException {
    try (TestServer server = TestServer.impatient(CHANNELS, Duration.ofMillis(400));
        Socket socket = connect(server)) {
      write(socket, HEAD + "Content-Length: 100\r\n\r\n{\"id\":");
      String answer = toTheEnd(socket);
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertEquals(List.of(), server.intake.messages());
      assertEquals(0, server.inFlight.held());
      assertEquals(1, server.counted("chat", "rejected", "body-too-slow"));
    }
  }

  @Test
  void aDribbledHeadIsGivenUpAtTheDeadline() throws IOException {
    try (TestServer server = TestServer.impatient(CHANNELS, Duration.ofMillis(400));
        Socket socket = connect(server)) {
      write(socket, "POST /in/chat HTTP/1.1\r\nHost:");
      assertEquals("", toTheEnd(socket));
    }
  }

  @Test
  void anIdleConnectionIsClosedAfterItsAnswer() throws IOException {
    try (TestServer server = TestServer.impatient(CHANNELS, Duration.ofMillis(400));
        Socket socket = connect(server)) {
      write(socket, HEAD + "Content-Length: " + MESSAGE.length() + "\r\n\r\n" + MESSAGE);
      assertTrue(toTheEnd(socket).startsWith("HTTP/1.1 201 "));
    }
  }

  @Test
  void aConnectionIsClosedWhereTheBodyOfARefusedRequestNeverComes() throws IOException {
    try (TestServer server = TestServer.impatient(CHANNELS, Duration.ofMillis(400));
        Socket socket = connect(server)) {
      server.intake.full(true);
      write(socket, HEAD + "Content-Length: 100\r\n\r\n{\"id\":");
      String answer = toTheEnd(socket);
      assertTrue(answer.startsWith("HTTP/1.1 429 "), answer);
      assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
    }
  }

  @Test
  void aSenderThatLeavesHalfwayStoresNothingAndHoldsNothing() throws Exception {
    try (TestServer server = TestServer.with(CHANNELS)) {
      try (Socket socket = connect(server)) {
        write(socket, HEAD + "Content-Length: 100\r\n\r\n{\"id\":");
      }
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (server.counted("chat", "rejected", "incomplete-body") == 0
          || server.inFlight.held() > 0) {
        assertTrue(System.nanoTime() < end, "the lost request is counted and let go of");
        Thread.onSpinWait();
      }
      assertEquals(List.of(), server.intake.messages());
    }
  }

  @Test
  void overTheBytesInFlightARequestIsToldToComeAgain() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      assertTrue(server.inFlight.tryHold(TestServer.IN_FLIGHT));
      HttpResponse<Buffer> response =
          await(server.post("chat").sendJsonObject(new JsonObject(MESSAGE)));
      assertEquals(429, response.statusCode());
      assertNotNull(response.getHeader("Retry-After"));
      server.inFlight.release(TestServer.IN_FLIGHT);
      assertEquals(
          201, await(server.post("chat").sendJsonObject(new JsonObject(MESSAGE))).statusCode());
      assertEquals(0, server.inFlight.held());
    }
  }

  @Test
  void requestsOnOneConnectionAreAnsweredInTheirOrder() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        String body = "{\"id\":\"" + i + "\",\"text\":\"n " + i + "\"}";
        String close = i == 19 ? "Connection: close\r\n" : "";
        requests.append(HEAD + close + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      }
      write(socket, requests.toString());
      String answers = toTheEnd(socket);
      assertEquals(20, answers.split("HTTP/1.1 201 ", -1).length - 1);
      List<String> texts =
          server.intake.messages().stream().map(each -> each.content().text()).toList();
      assertEquals("n 0", texts.getFirst());
      assertEquals("n 19", texts.getLast());
    }
  }

  @Test
  void aWebSocketOutlivesTheDeadlinesOfRequests() throws Exception {
    try (TestServer server = TestServer.impatient(CHANNELS, Duration.ofSeconds(1));
        HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<String> echoed = new CompletableFuture<>();
      URI echo = URI.create("ws://127.0.0.1:" + server.port() + "/echo");
      WebSocket socket =
          client.newWebSocketBuilder().buildAsync(echo, new FirstText(echoed)).join();
      CompletableFuture.runAsync(
          () -> socket.sendText("still here", true),
          CompletableFuture.delayedExecutor(2_500, TimeUnit.MILLISECONDS));
      assertEquals("still here", echoed.get(20, TimeUnit.SECONDS));
      socket.abort();
    }
  }

  @Test
  void whatIsNotHttpIsRefused() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      write(socket, "hello there\r\n\r\n");
      String answer = toTheEnd(socket);
      assertTrue(answer.startsWith("HTTP/1.0 400 "), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /in/%zz",
        "GET /%",
        "GET /in/chat%4",
        "GET /in/%g0/x",
        "GET /in/chat?a=%zz",
        "OPTIONS /in/chat?%",
        "POST /in/chat?a=%zz"
      })
  void anAddressThatCannotBeDecodedIsRefusedBeforeAnybodyLooksAtIt(String line) throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      write(socket, line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String answer = toTheEnd(socket);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
    }
  }

  @Test
  void theTimeFromRequestToCommitIsMeasured() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      await(server.post("chat").sendJsonObject(new JsonObject(MESSAGE)));
      assertEquals(1, server.registry.get("omnigate.intake").timer().count());
    }
  }

  @Test
  void anIdleConnectionDoesNotHoldUpTheStop() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      write(socket, HEAD + "Content-Length: " + MESSAGE.length() + "\r\n\r\n" + MESSAGE);
      socket.getInputStream().readNBytes("HTTP/1.1 201 ".length());
      Duration drain = PublicHttp.on("", 0).drain();
      assertTimeout(drain.dividedBy(2), () -> await(server.undeploy()));
    }
  }

  @Test
  void requestsInFlightAreAnsweredWhenTheServerStops() throws IOException {
    try (TestServer server = TestServer.with(CHANNELS);
        Socket socket = connect(server)) {
      write(
          socket,
          HEAD + "Content-Length: " + MESSAGE.length() + "\r\nExpect: 100-continue\r\n\r\n");
      socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      var stopped = server.undeploy();
      write(socket, MESSAGE);
      assertTrue(toTheEnd(socket).startsWith("HTTP/1.1 201 "));
      await(stopped);
    }
  }
}
