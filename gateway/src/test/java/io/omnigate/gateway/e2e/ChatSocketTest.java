package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.omnigate.gateway.live.LiveClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The visitor's socket, against a whole gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatSocketTest {
  private final String database = TestPostgres.freshDatabase();
  private TestGateway gateway;
  private Outside outside;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    gateway = TestGateway.start(data, Outside.config(database));
    outside = new Outside(gateway.url());
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private void agent(String ticket, String what, String text) throws Exception {
    JsonObject body = new JsonObject().put("text", text);
    int status =
        outside
            .api("POST", "/api/tickets/" + ticket + '/' + what, body, Outside.TOKEN)
            .statusCode();
    assertTrue(status < 300, what + ": " + status);
  }

  private static List<String> texts(JsonObject opened) {
    JsonArray messages = opened.getJsonArray("messages");
    return IntStream.range(0, messages.size())
        .mapToObj(i -> messages.getJsonObject(i).getString("text"))
        .toList();
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
  void anAnswerReachesTheVisitorAndTheAgentHearsThatItWasRead() throws Exception {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      String id = UUID.randomUUID().toString();
      JsonObject receipt = visitor.write(id, "Where is my order?");
      String ticket = receipt.getString("ticket");
      assertTrue(receipt.getBoolean("created"));
      JsonObject own = visitor.awaitMessage("Where is my order?");
      assertEquals(id, own.getString("ref"));
      assertEquals(receipt.getString("message"), own.getString("id"));
      assertTrue(own.getBoolean("mine"));
      assertEquals("waiting", visitor.await("status").getString("status"));

      agent(ticket, "replies", "It is on its way.");
      JsonObject answer = visitor.awaitMessage("It is on its way.");
      assertFalse(answer.getBoolean("mine"));
      assertEquals("Admin", answer.getJsonObject("author").getString("name"));
      assertTrue(answer.getLong("seq") > own.getLong("seq"));
      assertEquals("answered", visitor.await("status").getString("status"));

      long place = answer.getLong("seq");
      visitor.send(new JsonObject().put("op", "delivered").put("seq", place));
      visitor.send(new JsonObject().put("op", "ping"));
      visitor.await("pong");
      assertNotNull(delivery(ticket, "It is on its way.").getString("deliveredAt"));
      assertNull(delivery(ticket, "It is on its way.").getString("readAt"));
      visitor.send(new JsonObject().put("op", "read").put("seq", place));
      visitor.send(new JsonObject().put("op", "ping"));
      visitor.await("pong");
      assertNotNull(delivery(ticket, "It is on its way.").getString("readAt"));
      TestGateway.await(
          "the outbox to have nothing left",
          () ->
              "sent"
                  .equals(
                      TestSql.ask(
                          database, "SELECT outcome FROM outbox WHERE ticket = '" + ticket + "'")));
    }
  }

  @Test
  void notesEventsAndOtherTicketsNeverLeave() throws Exception {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url());
        ChatWindow other = ChatWindow.fresh(gateway.url())) {
      String ticket = visitor.write("Do you see me?").getString("ticket");
      String foreign = other.write("And me?").getString("ticket");
      agent(ticket, "notes", "a note for colleagues");
      agent(foreign, "replies", "an answer to somebody else");
      outside.act(ticket, "spam");
      outside.act(ticket, "not-spam");
      agent(ticket, "replies", "the answer");

      List<String> seen = new ArrayList<>();
      visitor.await(
          frame -> {
            seen.add(frame.encode());
            return "the answer".equals(frame.getString("text"));
          });
      assertFalse(seen.toString().contains("note"), seen.toString());
      assertFalse(seen.toString().contains("somebody else"), seen.toString());
      assertFalse(seen.toString().contains("spam"), seen.toString());
    }
  }

  @Test
  void whoComesBackGetsWhatWasMissedAndNothingTwice() throws Exception {
    String session;
    String ticket;
    long place;
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      JsonObject receipt = visitor.write("one");
      session = receipt.getString("session");
      ticket = receipt.getString("ticket");
      place = visitor.awaitMessage("one").getLong("seq");
      visitor.cut();
    }
    agent(ticket, "replies", "two");
    agent(ticket, "replies", "three");
    try (ChatWindow back = ChatWindow.open(gateway.url(), session, place)) {
      JsonObject opened = back.await("opened");
      assertEquals(List.of("two", "three"), texts(opened));
      assertEquals("answered", opened.getString("status"));
      assertEquals(ticket, opened.getString("ticket"));
    }
    try (ChatWindow reloaded = ChatWindow.open(gateway.url(), session, null)) {
      assertEquals(List.of("one", "two", "three"), texts(reloaded.await("opened")));
      agent(ticket, "replies", "four");
      reloaded.awaitMessage("four");
    }
  }

  @Test
  void aLongConversationComesInPagesAndGoesOnOverItsFollowUp() throws Exception {
    String session;
    long first;
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      JsonObject receipt = visitor.write("line 1");
      session = receipt.getString("session");
      first = visitor.awaitMessage("line 1").getLong("seq");
      for (int i = 2; i <= 60; i++) {
        visitor.write("line " + i);
      }
      outside.act(receipt.getString("ticket"), "resolve");
      outside.act(receipt.getString("ticket"), "close");
      JsonObject next = visitor.write("line 61");
      assertNotEquals(receipt.getString("ticket"), next.getString("ticket"));
      visitor.awaitMessage("line 61");
    }
    try (ChatWindow back = ChatWindow.open(gateway.url(), session, null)) {
      JsonObject opened = back.await("opened");
      assertTrue(opened.getBoolean("more"));
      assertEquals(lines(12, 61), texts(opened));
      long oldest = opened.getJsonArray("messages").getJsonObject(0).getLong("seq");
      back.send(new JsonObject().put("op", "older").put("before", oldest));
      JsonObject older = back.await("older");
      assertEquals(lines(1, 11), texts(older));
      assertFalse(older.getBoolean("more"));
    }
    try (ChatWindow behind = ChatWindow.open(gateway.url(), session, first)) {
      assertEquals(lines(2, 51), texts(behind.await("opened")));
      for (String line : lines(52, 61)) {
        behind.awaitMessage(line);
      }
    }
  }

  private static List<String> lines(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i).toList();
  }

  @Test
  void theSameIdTwiceIsOneMessageAlsoWhereTheReceiptWasLost() {
    String id = UUID.randomUUID().toString();
    try (ChatWindow cut = ChatWindow.fresh(gateway.url())) {
      cut.send(ChatWindow.message(id, "is anybody there?"));
      cut.cut();
    }
    try (ChatWindow again = ChatWindow.fresh(gateway.url())) {
      JsonObject receipt = again.write(id, "is anybody there?");
      JsonObject twice = again.write(id, "is anybody there?");
      assertTrue(twice.getBoolean("duplicate"));
      assertEquals(receipt.getString("message"), twice.getString("message"));
      assertEquals(receipt.getString("session"), twice.getString("session"));
      assertEquals(
          "1",
          TestSql.ask(database, "SELECT count(*) FROM entry WHERE body = 'is anybody there?'"));
    }
  }

  @Test
  void bothSidesSeeThatTheOtherOneIsWriting() throws Exception {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url());
        LiveClient agent =
            LiveClient.open(URI.create(gateway.url() + "/api/queue/live"), Outside.TOKEN)) {
      String ticket = visitor.write("hello").getString("ticket");
      visitor.awaitMessage("hello");
      agent.send(new JsonObject().put("op", "viewing").put("ticket", ticket));
      agent.awaitFrame("presence");

      visitor.send(new JsonObject().put("op", "typing"));
      JsonObject seen = agent.awaitFrame("customer");
      assertEquals(ticket, seen.getString("ticket"));
      assertEquals("typing", seen.getString("does"));

      agent.send(new JsonObject().put("op", "typing").put("ticket", ticket));
      JsonObject typing = visitor.await("typing");
      assertEquals("Admin", typing.getJsonObject("author").getString("name"));
    }
  }
}
