package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketListTest {
  private static final int COUNT = 30;
  private static final Instant CAME = Instant.parse("2026-11-01T08:00:00Z");

  private static ApiServer server;
  private static ApiClient ann;
  private static TicketId first;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    ann = server.client().token(ApiServer.ANN_TOKEN);
    for (int i = 0; i < COUNT; i++) {
      first = server.seed.ticket(i % 4, CAME.plusSeconds(60L * (i % 7)), "<p>Hello</p>");
    }
    JsonObject mine = new JsonObject().put("assignee", "ann@desk.example");
    assertEquals(200, ann.patch("/api/tickets/" + first, mine).status());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everything_comes_in_queue_order_with_no_cursor_at_the_end() {
    Reply all = ann.get("/api/tickets?limit=200");
    List<String> ids = ids(all);
    assertEquals(COUNT, Set.copyOf(ids).size());
    assertEquals(COUNT, ids.size());
    assertNull(all.json().getValue("next"));
    List<String> priorities =
        all.json().getJsonArray("tickets").stream()
            .map(each -> ((JsonObject) each).getString("priority"))
            .distinct()
            .toList();
    assertEquals(List.of("urgent", "high", "normal", "low"), priorities);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30, 31})
  void walking_by_the_cursor_equals_the_whole_list(int limit) {
    List<String> walked = new ArrayList<>();
    String cursor = "";
    int steps = 0;
    while (cursor != null && steps++ <= COUNT) {
      Reply reply = ann.get("/api/tickets?limit=" + limit + "&cursor=" + cursor);
      assertEquals(200, reply.status(), reply.text());
      walked.addAll(ids(reply));
      cursor = reply.json().getString("next");
    }
    assertEquals(ids(ann.get("/api/tickets?limit=200")), walked);
  }

  @Test
  void fifty_are_given_where_no_limit_is() {
    assertEquals(COUNT, ids(ann.get("/api/tickets")).size());
  }

  @ParameterizedTest
  @CsvSource({
    "'status=new', 30",
    "'status=new,open', 30",
    "'status=new&status=open', 30",
    "'status=open', 0",
    "'status=', 30",
    "'priority=urgent', 8",
    "'priority=urgent,high', 16",
    "'priority=urgent&priority=high', 16",
    "'assignee=me', 1",
    "'assignee=ann@desk.example', 1",
    "'assignee=ann%40DESK.example', 1",
    "'assignee=none', 29",
    "'assignee=bob%2Bx@desk.example', 0",
    "'department=support', 30",
    "'department=sales', 0",
    "'channel=mail,chat', 30",
    "'q=order', 30",
    "'q=123', 0",
    "'q=%22quoted', 0",
    "'q=null', 0",
    "'q=%7B%22a%22%3A1%7D', 0",
    "'q=50%25+off', 0"
  })
  void filters_are_comma_separated_or_repeated(String query, int count) {
    Reply reply = ann.get("/api/tickets?" + query);
    assertEquals(200, reply.status(), reply.text());
    assertEquals(count, ids(reply).size());
  }

  @Test
  void a_ticket_is_found_by_its_id() {
    assertEquals(List.of(first.value()), ids(ann.get("/api/tickets?q=" + first)));
  }

  @ParameterizedTest
  @CsvSource({
    "'status=nw', status",
    "'status=new,nw', status",
    "'priority=highest', priority",
    "'limit=0', limit",
    "'limit=201', limit",
    "'limit=many', limit",
    "'limit=1.5', limit",
    "'limit=1&limit=2', limit",
    "'cursor=x', cursor",
    "'cursor=%00', cursor",
    "'assignee=somebody', assignee",
    "'q=a%00b', q"
  })
  void a_wrong_parameter_is_named(String query, String name) {
    Reply reply = ann.get("/api/tickets?" + query);
    assertEquals(400, reply.status(), reply.text());
    assertEquals("invalid-parameter", reply.code());
    assertEquals(name, reply.field());
    assertTrue(reply.json().getString("detail").contains(name), reply.text());
  }

  @Test
  void a_parameter_nobody_described_is_named_too() {
    Reply reply = ann.get("/api/tickets?stauts=new");
    assertEquals("unknown-parameter", reply.code());
    assertEquals("stauts", reply.field());
  }

  @Test
  void a_long_text_to_look_for_is_refused() {
    String text = URLEncoder.encode("ä".repeat(201), StandardCharsets.UTF_8);
    assertEquals("q", ann.get("/api/tickets?q=" + text).field());
  }

  @Test
  void every_ticket_is_as_the_contract_shows_it() {
    JsonObject ticket = ann.get("/api/tickets").json().getJsonArray("tickets").getJsonObject(0);
    JsonObject described =
        server
            .contract
            .document()
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject("Ticket");
    assertEquals(described.getJsonObject("properties").fieldNames(), ticket.fieldNames());
    for (Object name : described.getJsonArray("required")) {
      assertTrue(ticket.containsKey(name.toString()));
    }
    assertNotNull(ticket.getString("dueAt"));
  }

  private static List<String> ids(Reply reply) {
    return reply.json().getJsonArray("tickets").stream()
        .map(each -> ((JsonObject) each).getString("id"))
        .toList();
  }
}
