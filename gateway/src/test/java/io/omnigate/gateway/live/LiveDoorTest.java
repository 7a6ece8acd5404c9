package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and who is put out. */
class LiveDoorTest {
  private static final String OWN = "https://desk.example.com";
  private static final String COOKIE = "omnigate_session=token-ann";

  private LiveServer server;

  @BeforeEach
  void start() {
    server = new LiveServer(new MemoryQueue());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSessionCookieFromAPageOfOursNeedsNoAuthFrame() throws Throwable {
    try (LiveClient client =
        LiveClient.open(server.live(), Map.of("Cookie", COOKIE, "Origin", OWN))) {
      client.subscribe("q1", new JsonObject(), 10);
      client.awaitFrame("snapshot");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://desk.example.com",
        "https://desk.example.com.evil.example",
        "https://desk.example.com:8443",
        "file://",
        "nonsense"
      })
  void aSessionCookieFromAForeignPageIsRefused(String origin) {
    assertRefused(401, Map.of("Cookie", COOKIE, "Origin", origin), "");
  }

  @Test
  void aSessionCookieWithoutAnOriginIsRefused() {
    assertRefused(401, Map.of("Cookie", COOKIE), "");
  }

  @Test
  void aCookieOfNoSessionIsRefusedEvenFromAPageOfOurs() {
    assertRefused(401, Map.of("Cookie", "omnigate_session=made-up", "Origin", OWN), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?token=token-ann", "?x=1&access_token=token-ann"})
  void aTokenInTheUrlIsRefused(String query) {
    assertRefused(400, Map.of(), query);
  }

  @Test
  void aPlainRequestIsToldToOpenAWebSocket() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.live()).build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(400, answer.statusCode());
    assertEquals("websocket-expected", new JsonObject(answer.body()).getString("code"));
  }

  @Test
  void anyFrameBeforeAuthClosesTheSocket() throws Throwable {
    try (LiveClient client = LiveClient.open(server.live(), Map.of())) {
      client.subscribe("q1", new JsonObject(), 10);
      assertEquals(4401, client.awaitClose());
    }
  }

  @Test
  void nobodysTokenClosesTheSocket() {
    try (LiveClient client = LiveClient.open(server.live(), "made-up")) {
      assertEquals(4401, client.awaitClose());
    }
  }

  @Test
  void framesThatFollowTheAuthFrameAtOnceWaitForIt() {
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", new JsonObject(), 10);
      client.awaitFrame("snapshot");
    }
  }

  @Test
  void anotherAgentsTokenDoesNotTakeASocketOver() {
    try (LiveClient client = server.ann()) {
      client.send(new JsonObject().put("op", "auth").put("token", "token-ann"));
      client.send(new JsonObject().put("op", "auth").put("token", "token-bob"));
      assertEquals("already-authenticated", client.awaitFrame("error").getString("code"));
    }
  }

  @Test
  void theEndOfASessionClosesItsSocketsAndNoOthers() {
    try (LiveClient ann = server.ann();
        LiveClient bob = server.bob()) {
      ann.subscribe("q1", new JsonObject(), 10);
      bob.subscribe("q1", new JsonObject(), 10);
      ann.awaitFrame("snapshot");
      bob.awaitFrame("snapshot");
      server.endSession("token-ann");
      assertEquals(4401, ann.awaitClose());
      bob.subscribe("q2", new JsonObject(), 10);
      bob.awaitFrame(frame -> "q2".equals(frame.getString("id")));
    }
  }

  @Test
  void binaryFramesAreRefused() {
    try (LiveClient client = server.ann()) {
      client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
      assertEquals(1003, client.awaitClose());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_537, 300_000})
  void aFrameOverTheBoundIsRefused(int size) {
    try (LiveClient client = server.ann()) {
      client.sendText("x".repeat(size));
      int code = client.awaitClose();
      assertTrue(code == 1009 || code == 1006, "closed with " + code);
    }
  }

  private void assertRefused(int status, Map<String, String> headers, String query) {
    URI live = URI.create(server.live() + query);
    WebSocketHandshakeException refused =
        assertThrows(
            WebSocketHandshakeException.class, () -> LiveClient.open(live, headers).close());
    assertEquals(status, refused.getResponse().statusCode());
  }
}
