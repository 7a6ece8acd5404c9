package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor's socket does not let pass, against a whole gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatBoundsTest {
  private TestGateway gateway;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    String slow =
        "  slow: { kind: chat, origins: [\"" + Outside.ORIGIN + "\"], ratePerMinute: 1 }\n";
    gateway = TestGateway.start(data, Outside.config(TestPostgres.freshDatabase()) + slow);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void aForeignPageIsRefused() {
    for (String origin : List.of("https://evil.example", "null")) {
      WebSocketHandshakeException refused =
          assertThrows(
              WebSocketHandshakeException.class,
              () -> handshake(() -> ChatWindow.connect(gateway.url(), "chat", origin)));
      assertEquals(401, refused.getResponse().statusCode());
    }
    WebSocketHandshakeException noChat =
        assertThrows(
            WebSocketHandshakeException.class,
            () -> handshake(() -> ChatWindow.connect(gateway.url(), "mail", Outside.ORIGIN)));
    assertEquals(404, noChat.getResponse().statusCode());
  }

  private static void handshake(Runnable connecting) throws Throwable {
    try {
      connecting.run();
    } catch (IllegalStateException wrapped) {
      throw wrapped.getCause();
    }
  }

  @Test
  void whoGuessesAShortFirstIdReadsNothingOfWhatItBegan() throws Exception {
    Outside outside = new Outside(gateway.url());
    JsonObject first = new JsonObject().put("id", "1").put("text", "is my secret safe?");
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      JsonObject receipt = visitor.write("1", "is my secret safe?");
      try (ChatWindow guesser = ChatWindow.fresh(gateway.url())) {
        JsonObject guessed = guesser.write("1", "is my secret safe?");
        JsonObject posted =
            Outside.json(
                outside.post(
                    "/in/chat",
                    Outside.bytes(first.encode()),
                    Map.of("Origin", Outside.ORIGIN, "Content-Type", "application/json")));
        for (JsonObject each : List.of(guessed, posted)) {
          assertTrue(each.getBoolean("duplicate"));
          assertEquals(receipt.getString("message"), each.getString("message"));
          assertNotEquals(receipt.getString("session"), each.getString("session"));
          try (ChatWindow back = ChatWindow.open(gateway.url(), each.getString("session"), null)) {
            assertEquals(new JsonArray(), back.await("opened").getJsonArray("messages"));
          }
        }
        assertNotEquals(
            receipt.getString("ticket"), guesser.write("what else?").getString("ticket"));
        assertEquals("what else?", guesser.await("message").getString("text"));
      }
      assertEquals(receipt.getString("ticket"), visitor.write("2", "hello?").getString("ticket"));
    }
  }

  @Test
  void aSessionThatIsNotOursOpensNothing() {
    String session;
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      session = visitor.write("mine").getString("session");
    }
    char last = session.charAt(session.length() - 2);
    String forged = session.substring(0, session.length() - 2) + (last == 'A' ? "BB" : "AA");
    try (ChatWindow thief = ChatWindow.open(gateway.url(), forged, null)) {
      assertEquals("bad-session", thief.await("error").getString("code"));
      thief.send(new JsonObject().put("op", "open"));
      JsonObject opened = thief.await("opened");
      assertNull(opened.getString("session"));
      assertEquals(new JsonArray(), opened.getJsonArray("messages"));
    }
  }

  @Test
  void framesAreBounded() {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      visitor.send(ChatWindow.message("m", "x".repeat(70_000)));
      assertEquals(1009, visitor.awaitClose());
    }
    try (ChatWindow visitor = ChatWindow.connect(gateway.url())) {
      for (int i = 0; i < 5; i++) {
        visitor.sendText("{\"op\":\"what is this\"}");
      }
      assertEquals(1008, visitor.awaitClose());
    }
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      visitor.send(new JsonObject().put("op", "message").put("id", "m-1").put("colour", "red"));
      JsonObject refused = visitor.await("refused");
      assertEquals("m-1", refused.getString("id"));
      assertEquals("invalid-field", refused.getString("code"));
      assertEquals("colour", refused.getString("field"));
      assertNull(refused.getValue("retryAfter"));
    }
  }

  @Test
  void socketsAndPostsOfAnAddressShareItsRate() throws Exception {
    try (ChatWindow visitor = ChatWindow.connect(gateway.url(), "slow", Outside.ORIGIN)) {
      visitor.send(new JsonObject().put("op", "open"));
      visitor.await("opened");
      String session = visitor.write("the only one this minute").getString("session");
      visitor.send(ChatWindow.message("m-2", "one too many"));
      JsonObject refused = visitor.await("refused");
      assertEquals("m-2", refused.getString("id"));
      assertEquals("rate-limited", refused.getString("code"));
      assertTrue(refused.getInteger("retryAfter") > 0);

      JsonObject body =
          new JsonObject().put("id", "m-3").put("text", "posted").put("session", session);
      HttpResponse<String> posted =
          new Outside(gateway.url())
              .post(
                  "/in/slow",
                  Outside.bytes(body.encode()),
                  Map.of("Origin", Outside.ORIGIN, "Content-Type", "application/json"));
      assertEquals(429, posted.statusCode(), posted.body());
      assertTrue(posted.headers().firstValue("Retry-After").isPresent());
    }
  }

  @Test
  void whoSendsTooMuchIsToldToWait() {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      for (int i = 0; i < 240; i++) {
        visitor.send(new JsonObject().put("op", "typing"));
      }
      visitor.send(ChatWindow.message("m-1", "one too many"));
      JsonObject refused = visitor.await("refused");
      assertEquals("rate-limited", refused.getString("code"));
      assertEquals(1, refused.getInteger("retryAfter"));
    }
  }
}
