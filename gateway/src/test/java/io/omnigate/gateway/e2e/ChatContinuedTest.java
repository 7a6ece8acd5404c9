package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Answers on an ended ticket whose customer has gone on with another one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatContinuedTest {
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

  private HttpResponse<String> answer(String ticket, String text)
      throws IOException, InterruptedException {
    JsonObject body = new JsonObject().put("text", text);
    return outside.api("POST", "/api/tickets/" + ticket + "/replies", body, Outside.TOKEN);
  }

  private boolean replyable(String ticket) throws IOException, InterruptedException {
    return outside.get("/api/tickets/" + ticket).getBoolean("replyable");
  }

  private @Nullable String continuedIn(String ticket) throws IOException, InterruptedException {
    return outside.get("/api/tickets/" + ticket).getString("continuedIn");
  }

  @Test
  void whatAVisitorWouldNotSeeIsRefusedAndTheTicketNamedWhereTheyRead() throws Exception {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      String first = visitor.write("one").getString("ticket");
      outside.act(first, "resolve", "close", "reopen");
      assertTrue(replyable(first));
      assertEquals(201, answer(first, "still there").statusCode());
      visitor.awaitMessage("still there");
      outside.act(first, "resolve", "close");
      String second = visitor.write("two").getString("ticket");
      assertNotEquals(first, second);

      outside.act(first, "reopen");
      HttpResponse<String> refused = answer(first, "into the void");
      assertEquals(409, refused.statusCode(), refused.body());
      assertEquals("continued", Outside.json(refused).getString("code"));
      assertEquals(second, Outside.json(refused).getString("continuedIn"));
      assertTrue(Outside.json(refused).getString("detail").contains(second));
      assertFalse(replyable(first));

      assertTrue(replyable(second));
      assertEquals(201, answer(second, "to the visitor").statusCode());
      visitor.awaitMessage("to the visitor");
    }
  }

  @Test
  void theLastFollowUpThatIsNotPurgedIsNamed() throws Exception {
    try (ChatWindow visitor = ChatWindow.fresh(gateway.url())) {
      String first = next(visitor, "one");
      String second = next(visitor, "two");
      String third = next(visitor, "three");
      String last = visitor.write("four").getString("ticket");
      outside.act(first, "reopen");
      assertEquals(last, continuedIn(first));
      JsonObject there = Outside.json(answer(first, "void"));
      assertEquals(last, there.getString("continuedIn"));
      assertTrue(
          there.getString("detail").contains(last + " and would not see this; answer there"));
      assertNull(continuedIn(last));

      outside.act(third, "delete", "purge");
      assertEquals(last, continuedIn(first), "one between that is purged leads on");
      assertEquals(201, answer(last, "to the visitor").statusCode());
      visitor.awaitMessage("to the visitor");

      outside.act(last, "delete", "purge");
      assertEquals(second, continuedIn(first));
      JsonObject nowhere = Outside.json(answer(first, "void"));
      assertEquals(second, nowhere.getString("continuedIn"));
      assertTrue(nowhere.getString("detail").contains("is purged"), nowhere.encode());
      assertFalse(nowhere.getString("detail").contains("answer there"), nowhere.encode());
      outside.act(second, "reopen");
      assertNull(continuedIn(second));
      HttpResponse<String> refused = answer(second, "void");
      assertEquals(409, refused.statusCode(), refused.body());
      assertEquals("continued", Outside.json(refused).getString("code"));
      assertFalse(Outside.json(refused).containsKey("continuedIn"));
      assertFalse(replyable(second));
    }
  }

  /** Writes on a ticket that is then closed, so that the next message opens another one. */
  private String next(ChatWindow visitor, String text) throws Exception {
    String ticket = visitor.write(text).getString("ticket");
    outside.act(ticket, "resolve", "close");
    return ticket;
  }

  @Test
  void aMailIsAnsweredOnAnEndedTicketToo() throws Exception {
    String first = Outside.json(outside.mail(mail("1", ""))).getString("ticket");
    outside.act(first, "resolve", "close");
    String second =
        Outside.json(outside.mail(mail("2", "In-Reply-To: <1@shop.example>\r\n")))
            .getString("ticket");
    assertNotEquals(first, second);
    assertEquals(
        first,
        Outside.json(outside.api("GET", "/api/tickets/" + second, null, Outside.TOKEN))
            .getString("followUpOf"));
    outside.act(first, "reopen");
    assertTrue(replyable(first));
    assertEquals(second, continuedIn(first));
    HttpResponse<String> answered = answer(first, "one more thing");
    assertEquals(201, answered.statusCode(), answered.body());
  }

  private static byte[] mail(String id, String header) {
    return Outside.bytes(
        "From: Ann <ann@example.org>\r\nTo: support@example.com\r\nSubject: Where is it?\r\n"
            + header
            + ("Message-ID: <" + id + "@shop.example>\r\n\r\nWhere is my order?\r\n"));
  }
}
