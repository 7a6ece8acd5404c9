package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, how it is told, and that nothing changes by it. */
class WrongInputsTest {
  private static final Map<String, JsonObject> VALID =
      Map.of(
          "POST /replies", new JsonObject().put("text", "Hi"),
          "POST /notes", new JsonObject().put("text", "Hi"),
          "POST /transitions", new JsonObject().put("action", "resolve"),
          "PATCH ", new JsonObject().put("priority", "high"));

  private static ApiServer server;
  private static ApiClient ann;
  private static TicketId ticket;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    ann = server.client().token(ApiServer.ANN_TOKEN).with("Content-Type", "application/json");
    ticket = server.seed.ticket();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void no_column_can_be_assigned_through_any_write() {
    String before = server.seed.row(ticket);
    for (Map.Entry<String, JsonObject> write : VALID.entrySet()) {
      String[] target = write.getKey().split(" ", 2);
      Set<String> own = ownFields(target[0], target[1]);
      for (String column : columns()) {
        if (own.contains(column)) {
          continue;
        }
        JsonObject body = write.getValue().copy().put(column, "1");
        Reply reply = ann.send(target[0], path(target[1]), body.encode());
        assertEquals(400, reply.status(), () -> write.getKey() + column + reply.text());
        assertEquals("unknown-field", reply.code());
        assertEquals(column, reply.field());
      }
    }
    assertEquals(before, server.seed.row(ticket));
  }

  @Test
  void an_unknown_field_of_the_queue_and_of_signing_in_is_refused_too() {
    assertEquals(
        "agent", ann.send("POST", "/api/queue/next", "{\"agent\":\"bob@desk.example\"}").field());
    assertEquals(
        "role",
        ann.send("POST", "/api/session", "{\"email\":\"a@b.c\",\"password\":\"x\",\"role\":\"\"}")
            .field());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /replies | {} | 422 | missing-field | text",
        "POST | /replies | {\"text\":1} | 422 | invalid-field | text",
        "POST | /replies | {\"text\":null} | 422 | invalid-field | text",
        "POST | /replies | {\"text\":\"\"} | 422 | invalid-field | text",
        "POST | /replies | {\"text\":\" \\n \"} | 422 | invalid-field | text",
        "POST | /replies | {\"text\":\"a\\u0000b\"} | 422 | invalid-field | text",
        "POST | /replies | {\"text\":\"a\\ud800b\"} | 422 | invalid-field | text",
        "POST | /replies | {\"text\":\"a\",\"html\":[]} | 422 | invalid-field | html",
        "POST | /replies | {\"text\":\"a\",\"attachments\":{}} | 422 | invalid-field | attachments",
        "POST | /replies | {\"text\":\"a\",\"attachments\":[1]} | 422 | invalid-field "
            + "| attachments/0",
        "POST | /replies | {\"text\":\"a\",\"attachments\":[{\"name\":\"a\",\"mediaType\":\"b/c\"}]} "
            + "| 422 | missing-field | attachments/0/content",
        "POST | /replies | {\"text\":\"a\",\"attachments\":[{\"name\":\"a\",\"mediaType\":\"b\","
            + "\"content\":\"\"}]} | 422 | invalid-field | attachments/0/mediaType",
        "POST | /replies | {\"text\":\"a\",\"attachments\":[{\"name\":\"a\",\"mediaType\":\"b/c\","
            + "\"content\":\"%\"}]} | 422 | invalid-field | attachments/0/content",
        "POST | /replies | {\"text\":\"a\",\"attachments\":[{\"name\":\"a\",\"mediaType\":\"b/c\","
            + "\"content\":\"\",\"path\":\"/\"}]} | 400 | unknown-field | attachments/0/path",
        "POST | /notes | {} | 422 | missing-field | text",
        "POST | /transitions | {} | 422 | missing-field | action",
        "POST | /transitions | {\"action\":\"customer-writes\"} | 422 | invalid-field | action",
        "POST | /transitions | {\"action\":\"resolve\",\"reason\":\"\"} | 422 | invalid-field "
            + "| reason",
        "PATCH | '' | {\"priority\":\"highest\"} | 422 | invalid-field | priority",
        "PATCH | '' | {\"priority\":null} | 422 | invalid-field | priority",
        "PATCH | '' | {\"department\":\"nowhere\"} | 422 | invalid-field | department",
        "PATCH | '' | {\"assignee\":\"nobody@desk.example\"} | 422 | invalid-field | assignee",
        "PATCH | '' | {\"assignee\":\"nobody\"} | 422 | invalid-field | assignee",
        "PATCH | '' | {\"tags\":\"vip\"} | 422 | invalid-field | tags",
        "PATCH | '' | {\"tags\":[\"a\",\"a\"]} | 422 | invalid-field | tags",
        "PATCH | '' | {\"tags\":[\"a\\u0007\"]} | 422 | invalid-field | tags",
        "PATCH | '' | {\"subject\":\" \"} | 422 | invalid-field | subject",
        "PATCH | '' | {\"status\":\"closed\"} | 400 | unknown-field | status",
      })
  void a_wrong_field_is_named(
      String method, String path, String body, int status, String code, String field) {
    String before = server.seed.row(ticket);
    Reply reply = ann.send(method, path(path), body);
    assertEquals(status, reply.status(), reply.text());
    assertEquals(code, reply.code(), reply.text());
    assertEquals(field, reply.field(), reply.text());
    assertEquals("application/problem+json", reply.header("Content-Type"));
    assertTrue(reply.json().getString("detail").length() > 10, reply.text());
    assertEquals(before, server.seed.row(ticket));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "1",
        "\"text\"",
        "null",
        "{}{}x",
        "{\"text\":\"a\"",
        "\u0000",
        "{]"
      })
  void a_body_that_is_no_json_object_is_refused(String body) {
    Reply reply = ann.send("POST", path("/notes"), body);
    assertEquals(400, reply.status(), reply.text());
    assertEquals("invalid-json", reply.code());
  }

  @Test
  void an_empty_patch_is_refused() {
    assertEquals(400, ann.send("PATCH", path(""), "{}").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "application/json; charset=utf-16"
      })
  void another_media_type_is_refused(String type) {
    Reply reply = ann.with("Content-Type", type).send("POST", path("/notes"), "{\"text\":\"a\"}");
    assertEquals(415, reply.status());
    assertEquals("unsupported-type", reply.code());
  }

  @Test
  void a_body_in_utf_8_may_say_so() {
    ApiClient said = ann.with("Content-Type", "Application/JSON; charset=\"UTF-8\"");
    assertEquals(201, said.send("POST", path("/notes"), "{\"text\":\"ä\"}").status());
  }

  @Test
  void a_body_over_its_bound_is_refused() {
    String large = new JsonObject().put("action", "x".repeat(70_000)).encode();
    Reply reply = ann.send("POST", path("/transitions"), large);
    assertEquals(413, reply.status());
    assertEquals(413, reply.json().getInteger("status"));
  }

  @Test
  void files_over_ten_mebibytes_are_refused_and_more_than_ten_too() {
    String half = Base64.getEncoder().encodeToString(new byte[5 * 1024 * 1024 + 1]);
    Reply large = ann.post(path("/replies"), reply(file(half), file(half)));
    assertEquals(413, large.status(), large.text());
    assertEquals("attachments", large.field());
    Object[] eleven = new Object[11];
    Arrays.fill(eleven, file(""));
    assertEquals("attachments", ann.post(path("/replies"), reply(eleven)).field());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api, 404",
    "GET, /api/, 404",
    "GET, /api/nothing, 404",
    "GET, /api/tickets/a/b/c, 404",
    "GET, /api/session/x, 404",
    "PUT, /api/session, 405",
    "DELETE, /api/tickets, 405",
    "POST, /api/agents, 405",
    "GET, /api/queue/next, 405",
    "PUT, /api/tickets/K7M2Q-9XD4T, 405",
    "OPTIONS, /api/tickets, 405"
  })
  void a_wrong_path_or_method_is_told_as_a_problem(String method, String path, int status) {
    Reply reply = ann.send(method, path, "");
    assertEquals(status, reply.status());
    assertEquals("application/problem+json", reply.header("Content-Type"));
    assertEquals("no-store", reply.header("Cache-Control"));
    assertEquals(status, reply.json().getInteger("status"));
    assertEquals(status == 405, !reply.header("Allow").isEmpty());
  }

  @Test
  void the_methods_of_a_path_are_named() {
    assertEquals("DELETE, GET, POST", ann.send("PUT", "/api/session", "").header("Allow"));
    assertEquals("GET, PATCH", ann.delete("/api/tickets/K7M2Q-9XD4T").header("Allow"));
  }

  @Test
  void what_is_not_the_apis_goes_on_to_others() {
    assertEquals(418, ann.get("/console").status());
  }

  @Test
  void a_stranger_who_goes_on_sending_is_answered_and_cut_off() throws Exception {
    assertTrue(
        RawHttp.endlessBody(ann, "POST /api/queue/next HTTP/1.1").contains(" 401 "),
        "asked who it is before a byte of the body is read");
  }

  @Test
  void a_path_that_is_not_encoded_rightly_is_refused_as_a_problem() throws Exception {
    assertTrue(RawHttp.statusLine(ann, "GET /api/tickets/%zz HTTP/1.1").contains(" 400 "));
  }

  private static String path(String rest) {
    return "/api/tickets/" + ticket + rest;
  }

  private static JsonObject reply(Object... files) {
    return new JsonObject().put("text", "a").put("attachments", new JsonArray(List.of(files)));
  }

  private static JsonObject file(String base64) {
    return new JsonObject().put("name", "a").put("mediaType", "b/c").put("content", base64);
  }

  /** Every column of a ticket, as it is called in the table and as JSON would call it. */
  private static Set<String> columns() {
    String all =
        TestSql.ask(
            server.url,
            "SELECT string_agg(column_name, ',') FROM information_schema.columns"
                + " WHERE table_name IN ('ticket', 'entry', 'outbox')");
    Set<String> names = new TreeSet<>(List.of(all.split(",")));
    for (String column : List.copyOf(names)) {
      StringBuilder camel = new StringBuilder();
      for (String word : column.split("_")) {
        camel.append(
            camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
      }
      names.add(camel.toString());
    }
    return names;
  }

  private static Set<String> ownFields(String method, String path) {
    return server
        .contract
        .operations()
        .filter(each -> each.path().equals("/api/tickets/{id}" + path))
        .filter(each -> each.method().equalsIgnoreCase(method))
        .findFirst()
        .orElseThrow()
        .model()
        .getJsonObject("requestBody")
        .getJsonObject("content")
        .getJsonObject("application/json")
        .getJsonObject("schema")
        .getJsonObject("properties")
        .fieldNames();
  }
}
