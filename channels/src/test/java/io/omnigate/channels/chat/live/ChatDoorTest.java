package io.omnigate.channels.chat.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.channels.socket.Patience;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Who may open a window of the chat, how many of them, and how they are closed. */
class ChatDoorTest {
  private static final int MANY = 100;

  @Test
  void pagesOfForeignOriginsAreRefused() {
    try (ChatServer server = new ChatServer(Patience.USUAL, MANY)) {
      for (String origin : List.of("https://evil.example", "null", "https://shop.example.evil")) {
        assertEquals(401, refusal(server, Map.of("Origin", origin)));
      }
      assertEquals(401, refusal(server, Map.of()));
      server.window().opened(null);
      server.window(Map.of("Origin", "http://" + server.host())).opened(null);
    }
  }

  @Test
  void whoDoesNotOpenIsClosed() {
    Patience hurried =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(3));
    try (ChatServer server = new ChatServer(hurried, MANY)) {
      Window opened = server.window().opened(null);
      Window written = server.window();
      written.write("m-1", "without a word before");
      written.await("receipt");
      Window silent = server.window();
      Window pinging = server.window();
      pinging.send(new JsonObject().put("op", "ping"));
      pinging.await("pong");
      assertEquals(1008, silent.awaitClose());
      assertEquals(1008, pinging.awaitClose());
      for (Window stays : List.of(opened, written)) {
        stays.send(new JsonObject().put("op", "ping"));
        stays.await("pong");
      }
    }
  }

  @Test
  void oneConversationHasSixteenWindows() {
    try (ChatServer server = new ChatServer(Patience.USUAL, MANY)) {
      Window first = server.window().opened(null);
      first.write("m-1", "hello");
      String session = first.await("receipt").getString("session");
      List<Window> more = new ArrayList<>();
      for (int i = 1; i < Watch.MAX_WINDOWS; i++) {
        more.add(server.window().opened(session));
      }
      Window last = server.window();
      JsonObject open = new JsonObject().put("op", "open").put("session", session);
      last.send(open);
      assertEquals("too-many-windows", last.await("error").getString("code"));
      server.window().opened(null); // another conversation has its own

      more.getFirst().close();
      await(
          () -> {
            last.send(open);
            return last.next().getString("op").equals("opened");
          });
    }
  }

  @Test
  void aWindowHasOneConversationAndCannotLeaveItForNone() {
    try (ChatServer server = new ChatServer(Patience.USUAL, MANY)) {
      Window window = server.window().opened(null).opened(null);
      window.write("m-1", "hello");
      String session = window.await("receipt").getString("session");
      window.send(new JsonObject().put("op", "open"));
      assertEquals("already-open", window.await("error").getString("code"));
      window.opened(session);
      window.write("m-2", "still there");
      assertEquals(session, window.await("receipt").getString("session"));
    }
  }

  @Test
  void oneAddressTakesItsShareAndNoMore() {
    try (ChatServer server = new ChatServer(Patience.USUAL, 2)) {
      Window one = from(server, "192.0.2.1");
      from(server, "192.0.2.1");
      assertEquals(429, refusal(server, headers("192.0.2.1")));
      assertEquals(429, refusal(server, headers("192.0.2.1")));
      from(server, "192.0.2.2");
      from(server, "2001:db8::1");
      from(server, "2001:db8::2");
      assertEquals(429, refusal(server, headers("2001:db8::3")), "one customer's addresses");

      one.close();
      await(() -> admitted(server, "192.0.2.1"));
      assertEquals(429, refusal(server, headers("192.0.2.1")));
    }
  }

  @Test
  void aRestartTellsEverybodyToComeBack() {
    try (ChatServer server = new ChatServer(Patience.USUAL, MANY)) {
      List<Window> windows =
          List.of(server.window(), server.window().opened(null), server.window().opened(null));
      windows.getLast().write("m-1", "hello");
      windows.getLast().await("receipt");
      server.drain();
      windows.forEach(window -> assertEquals(1012, window.awaitClose()));
      assertEquals(503, refusal(server, Map.of("Origin", ChatServer.ORIGIN)));
    }
  }

  private static Map<String, String> headers(String address) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Origin", ChatServer.ORIGIN);
    headers.put("X-Forwarded-For", address);
    return headers;
  }

  private static Window from(ChatServer server, String address) {
    return server.window(headers(address)).opened(null);
  }

  private static boolean admitted(ChatServer server, String address) {
    try {
      from(server, address);
      return true;
    } catch (UpgradeRejectedException stillFull) {
      return false;
    }
  }

  private static int refusal(ChatServer server, Map<String, String> headers) {
    return assertThrows(UpgradeRejectedException.class, () -> server.window(headers)).getStatus();
  }

  private static void await(BooleanSupplier condition) {
    for (int tries = 0; !condition.getAsBoolean(); tries++) {
      if (tries == 200) {
        throw new AssertionError("in vain");
      }
    }
  }
}
