package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading one ticket and what agents do to it. */
class TicketWritesTest {
  private static ApiServer server;
  private static ApiClient ann;

  private String ticket = "";

  @BeforeAll
  static void start() {
    server = new ApiServer();
    ann = server.client().token(ApiServer.ANN_TOKEN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void seed() {
    ticket = "/api/tickets/" + server.seed.ticket();
  }

  @Test
  void a_ticket_comes_with_its_thread_and_what_is_legal_now() {
    Reply reply = ann.get(ticket);
    assertEquals(200, reply.status());
    assertEquals("\"1\"", reply.header("ETag"));
    assertEquals("nosniff", reply.header("X-Content-Type-Options"));
    assertEquals("no-store", reply.header("Cache-Control"));
    JsonObject body = reply.json();
    assertEquals(
        List.of("resolve", "postpone", "spam", "delete"), body.getJsonArray("allowed").getList());
    assertTrue(body.getBoolean("replyable"));
    assertNull(body.getValue("threadNext"));
    JsonArray thread = body.getJsonArray("thread");
    assertEquals(2, thread.size());
    JsonObject message = thread.getJsonObject(1);
    assertEquals(2, message.getInteger("seq"));
    assertEquals("message", message.getString("kind"));
    assertEquals("in", message.getString("direction"));
    assertEquals("customer", message.getJsonObject("author").getString("type"));
    assertEquals("<p>Where is it?</p>", message.getString("html"));
    assertEquals(entryFields(), message.fieldNames());
  }

  @Test
  void a_thread_is_given_from_any_entry_on() {
    JsonArray thread = ann.get(ticket + "?fromSeq=2").json().getJsonArray("thread");
    assertEquals(1, thread.size());
    assertEquals("fromSeq", ann.get(ticket + "?fromSeq=0").field());
  }

  @Test
  void an_id_is_read_as_people_type_it() {
    String typed = ticket.replace("-", "").toLowerCase(Locale.ROOT);
    assertEquals(200, ann.get(typed).status());
  }

  @Test
  void an_answer_is_stored_and_waits_in_the_outbox() {
    Reply reply =
        ann.post(
            ticket + "/replies",
            new JsonObject()
                .put("text", "It is on its way.")
                .put(
                    "attachments",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("name", "../../bill.pdf")
                                .put("mediaType", "application/pdf")
                                .put("content", base64("the bill")))));
    assertEquals(201, reply.status(), reply.text());
    assertEquals("answered", reply.json().getString("status"));
    assertEquals("\"" + reply.json().getLong("version") + '"', reply.header("ETag"));
    JsonObject file = lastEntry("attachments");
    assertFalse(file.getString("name").contains("/"), file::encode);
    assertEquals("the bill", ann.get(file.getString("url")).text());
    String id = reply.json().getString("id");
    assertEquals(
        "1", TestSql.ask(server.url, "SELECT count(*) FROM outbox WHERE ticket = '" + id + "'"));
  }

  @Test
  void a_note_stays_in_the_house_and_moves_nothing() {
    Reply reply = ann.post(ticket + "/notes", new JsonObject().put("text", "Known customer."));
    assertEquals(201, reply.status());
    assertEquals("new", reply.json().getString("status"));
  }

  @Test
  void a_write_for_an_older_version_changes_nothing_and_tells_the_newer_one() {
    JsonObject text = new JsonObject().put("text", "Hi");
    assertEquals(201, ann.with("If-Match", "\"1\"").post(ticket + "/notes", text).status());
    String before = row();
    for (String path : List.of("/replies", "/notes")) {
      assertStale(ann.with("If-Match", "\"1\"").post(ticket + path, text));
    }
    JsonObject resolve = new JsonObject().put("action", "resolve");
    assertStale(ann.with("If-Match", "\"1\"").post(ticket + "/transitions", resolve));
    JsonObject high = new JsonObject().put("priority", "high");
    assertStale(ann.with("If-Match", "\"1\"").patch(ticket, high));
    assertEquals(before, row());
    assertEquals(200, ann.with("If-Match", "\"2\"").patch(ticket, high).status());
    assertEquals(200, ann.with("If-Match", "*").patch(ticket, high).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "\"x\"", "W/\"1\"", "\"1\", \"2\"", "\"\"", "\"-1\""})
  void an_if_match_that_is_no_version_is_refused(String ifMatch) {
    Reply reply =
        ann.with("If-Match", ifMatch).patch(ticket, new JsonObject().put("priority", "high"));
    assertEquals(400, reply.status());
    assertEquals("If-Match", reply.field());
  }

  @Test
  void an_illegal_transition_names_the_legal_ones() {
    Reply reply = ann.post(ticket + "/transitions", new JsonObject().put("action", "reopen"));
    assertEquals(409, reply.status());
    assertEquals("illegal-transition", reply.code());
    assertEquals(
        ann.get(ticket).json().getJsonArray("allowed"), reply.json().getJsonArray("allowed"));
  }

  @Test
  void what_is_refused_to_an_agent_is_not_offered_either() {
    ann.post(ticket + "/transitions", new JsonObject().put("action", "delete"));
    Reply reply = ann.post(ticket + "/transitions", new JsonObject().put("action", "resolve"));
    assertEquals(List.of("restore"), reply.json().getJsonArray("allowed").getList());
  }

  @Test
  void a_ticket_is_put_aside_until_a_time_to_come() {
    JsonObject postpone =
        new JsonObject().put("action", "postpone").put("until", "2026-11-02T10:00:00+01:00");
    Reply reply = ann.post(ticket + "/transitions", postpone);
    assertEquals(200, reply.status(), reply.text());
    assertEquals("2026-11-02T09:00:00Z", reply.json().getString("postponedUntil"));
    for (String wrong : new String[] {"2020-01-01T00:00:00Z", "tomorrow", "9999-01-01T00:00:00Z"}) {
      Reply refused = ann.post(ticket + "/transitions", postpone.copy().put("until", wrong));
      assertEquals(422, refused.status());
      assertEquals("until", refused.field());
    }
    postpone.remove("until");
    assertEquals("until", ann.post(ticket + "/transitions", postpone).field());
  }

  @Test
  void fields_are_changed_together_and_what_is_not_given_stays() {
    JsonObject patch =
        new JsonObject()
            .put("priority", "urgent")
            .put("department", "sales")
            .put("assignee", "bob@DESK.example")
            .put("tags", new JsonArray().add("vip"))
            .put("subject", "Order 7");
    JsonObject after = ann.patch(ticket, patch).json();
    assertEquals("urgent", after.getString("priority"));
    assertEquals("sales", after.getString("department"));
    assertEquals("bob@desk.example", after.getString("assignee"));
    assertEquals(List.of("vip"), after.getJsonArray("tags").getList());
    assertEquals("Order 7", after.getString("subject"));
    after = ann.patch(ticket, new JsonObject().putNull("assignee")).json();
    assertNull(after.getValue("assignee"));
    assertEquals("sales", after.getString("department"));
  }

  @Test
  void next_leases_the_first_ticket_and_skips_when_asked() {
    Reply taken = ann.post("/api/queue/next", new JsonObject());
    assertEquals(200, taken.status(), taken.text());
    assertEquals("ann@desk.example", taken.json().getJsonObject("lease").getString("agent"));
    assertNotNull(taken.header("ETag"));
    String skipped = taken.json().getString("id");
    Reply other =
        ann.post("/api/queue/next", new JsonObject().put("skip", skipped).put("reason", "lunch"));
    assertFalse(other.status() == 200 && other.json().getString("id").equals(skipped));
    assertEquals(
        404, ann.post("/api/queue/next", new JsonObject().put("skip", "nonsense")).status());
    int answers = 0;
    while (ann.send("POST", "/api/queue/next", "").status() == 200 && answers < 200) {
      answers++;
    }
    Reply none = ann.send("POST", "/api/queue/next", "");
    assertEquals(204, none.status());
    assertEquals("", none.text());
  }

  @Test
  void the_directory_tells_what_there_is_to_choose_from_and_no_secrets() {
    assertEquals(
        List.of("ann@desk.example", "bob@desk.example"),
        ann.get("/api/agents").json().getJsonArray("agents").stream()
            .map(each -> ((JsonObject) each).getString("id"))
            .toList());
    assertEquals(
        "{\"departments\":[{\"id\":\"support\",\"name\":\"Support\"},"
            + "{\"id\":\"sales\",\"name\":\"Sales\"}],"
            + "\"channels\":[{\"id\":\"mail\",\"kind\":\"email\",\"department\":\"support\"}]}",
        ann.get("/api/config").text());
  }

  private static void assertStale(Reply reply) {
    assertEquals(412, reply.status(), reply.text());
    assertEquals("stale", reply.code());
    assertEquals(2, reply.json().getInteger("version"));
  }

  private static Set<String> entryFields() {
    return server
        .contract
        .document()
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject("Entry")
        .getJsonObject("properties")
        .fieldNames();
  }

  private JsonObject lastEntry(String member) {
    JsonArray thread = ann.get(ticket).json().getJsonArray("thread");
    for (int i = thread.size() - 1; i >= 0; i--) {
      JsonArray found = thread.getJsonObject(i).getJsonArray(member);
      if (!found.isEmpty()) {
        return found.getJsonObject(0);
      }
    }
    throw new AssertionError("no entry has " + member);
  }

  private String row() {
    String id = ann.get(ticket).json().getString("id");
    return server.seed.row(TicketId.parse(id).orElseThrow());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
