package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A visitor whose only ticket is purged, and who writes again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatPurgedTest {
  private TestGateway gateway;
  private Outside outside;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    gateway = TestGateway.start(data, Outside.config(TestPostgres.freshDatabase()));
    outside = new Outside(gateway.url());
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private void answer(String ticket, String text) throws Exception {
    JsonObject body = new JsonObject().put("text", text);
    var answer = outside.api("POST", "/api/tickets/" + ticket + "/replies", body, Outside.TOKEN);
    assertTrue(answer.statusCode() < 300, answer.body());
  }

  private void purge(String ticket) throws Exception {
    outside.act(ticket, "delete", "purge");
  }

  private static List<String> texts(JsonObject opened) {
    JsonArray messages = opened.getJsonArray("messages");
    return IntStream.range(0, messages.size())
        .mapToObj(i -> messages.getJsonObject(i).getString("text"))
        .toList();
  }

  @Test
  void anOpenWindowForgetsItAndGetsWhatFollows() throws Exception {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      JsonObject receipt = visitor.write("one");
      String purged = receipt.getString("ticket");
      answer(purged, "two");
      answer(purged, "three");
      long last = visitor.awaitMessage("three").getLong("seq");
      purge(purged);
      JsonObject reset = visitor.await("opened");
      assertTrue(reset.getBoolean("reset"));
      assertEquals(receipt.getString("session"), reset.getString("session"));
      assertEquals(List.of(), texts(reset));
      assertNull(reset.getString("ticket"));

      String next = visitor.write("four").getString("ticket");
      assertNotEquals(purged, next);
      visitor.awaitMessage("four");
      answer(next, "five");
      long place = visitor.awaitMessage("five").getLong("seq");
      assertTrue(place < last, place + " after " + last);

      // As if it had been on its way while the window began anew.
      seen(visitor, "delivered", last, purged);
      seen(visitor, "read", last, purged);
      assertNull(delivery(next, "five").getString("deliveredAt"));
      assertNull(delivery(next, "five").getString("readAt"));

      seen(visitor, "read", place, next);
      assertNotNull(delivery(next, "five").getString("readAt"));
    }
  }

  /** Tells so, and waits until that was taken. */
  private static void seen(ChatWindow visitor, String op, long place, String ticket) {
    visitor.send(new JsonObject().put("op", op).put("seq", place).put("ticket", ticket));
    visitor.send(new JsonObject().put("op", "ping"));
    visitor.await("pong");
  }

  private JsonObject delivery(String ticket, String text) throws Exception {
    return outside.thread(ticket).stream()
        .map(JsonObject.class::cast)
        .filter(entry -> text.equals(entry.getString("text")))
        .findFirst()
        .orElseThrow()
        .getJsonObject("delivery");
  }

  @Test
  void whoComesBackWithWhatIsNoMoreBeginsAnew() throws Exception {
    String session;
    String purged;
    long place;
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      JsonObject receipt = visitor.write("one");
      session = receipt.getString("session");
      purged = receipt.getString("ticket");
      place = visitor.awaitMessage("one").getLong("seq");
    }
    purge(purged);
    JsonObject again =
        new JsonObject().put("id", "again-1").put("text", "two").put("session", session);
    String next = Outside.json(outside.chat(again)).getString("ticket");
    answer(next, "three");
    try (ChatWindow back = ChatWindow.connect(gateway.url())) {
      JsonObject open = new JsonObject().put("op", "open").put("session", session);
      back.send(open.copy().put("after", place).put("ticket", purged));
      JsonObject reset = back.await("opened");
      assertTrue(reset.getBoolean("reset"));
      assertEquals(List.of("two", "three"), texts(reset));
      assertFalse(reset.getBoolean("more"));

      back.send(open.copy().put("after", place).put("ticket", next));
      JsonObject known = back.await("opened");
      assertNull(known.getBoolean("reset"));
      assertEquals(List.of("three"), texts(known));
    }
  }
}
