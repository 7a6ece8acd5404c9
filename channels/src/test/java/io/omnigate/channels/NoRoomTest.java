package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a producer hears while the intake has no room. */
class NoRoomTest {
  private static final Map<String, Object> CHANNELS =
      Map.of(
          "chat", Map.of("kind", "chat", "origins", List.of("*")),
          "form", Map.of("kind", "form", "origins", List.of("*")));

  @Test
  void aSmallRequestIsRefusedUnreadAndItsConnectionKept() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      Set<Object> connections = new HashSet<>();
      HttpClientAgent one =
          server
              .vertx
              .httpClientBuilder()
              .with(new HttpClientOptions())
              .with(new PoolOptions().setHttp1MaxSize(1))
              .withConnectHandler(connections::add)
              .build();
      WebClient client = WebClient.wrap(one);
      server.intake.full(true);
      for (int i = 0; i < 3; i++) {
        HttpResponse<Buffer> refused = send(server, client, i);
        assertEquals(429, refused.statusCode());
        assertEquals("1", refused.getHeader("Retry-After"));
        assertEquals("intake-full", json(refused).getString("code"));
      }
      assertEquals(3, server.counted("chat", "rejected", "intake-full"));
      server.intake.full(false);
      assertEquals(201, send(server, client, 1).statusCode());
      assertEquals(1, connections.size());
      assertEquals(0, server.inFlight.held());
    }
  }

  @Test
  void aLargeRequestIsRefusedAndItsConnectionClosed() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      server.intake.full(true);
      HttpResponse<Buffer> refused =
          await(server.post("chat").sendBuffer(Buffer.buffer("x".repeat(100_000))));
      assertEquals(429, refused.statusCode());
      assertEquals("close", refused.getHeader("Connection"));
    }
  }

  @Test
  void aPersonsPageIsReadAndShowsAgainWhatWasTyped() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      server.intake.full(true);
      HttpResponse<Buffer> refused =
          await(
              server
                  .post("form")
                  .putHeader("Accept", "text/html")
                  .sendForm(MultiMap.caseInsensitiveMultiMap().add("message", "long and dear")));
      assertEquals(429, refused.statusCode());
      assertTrue(refused.bodyAsString().contains("long and dear"), refused.bodyAsString());
      assertEquals(1, server.counted("form", "rejected", "intake-full"));
    }
  }

  @Test
  void askingForAPageMakesNoRefusalDear() {
    try (TestServer server = TestServer.with(CHANNELS)) {
      server.intake.full(true);
      for (String channel : List.of("chat", "form")) {
        HttpResponse<Buffer> refused =
            await(
                server
                    .post(channel)
                    .putHeader("Accept", "text/html")
                    .sendBuffer(Buffer.buffer("message=" + "x".repeat(100_000))));
        assertEquals(429, refused.statusCode());
        assertEquals("close", refused.getHeader("Connection"), "not read to its end");
      }
    }
  }

  private static HttpResponse<Buffer> send(TestServer server, WebClient client, int id) {
    return await(
        client
            .post(server.port(), "127.0.0.1", "/in/chat")
            .putHeader("Origin", "https://shop.example.com")
            .sendJsonObject(new JsonObject().put("id", "m" + id).put("text", "hello")));
  }
}
