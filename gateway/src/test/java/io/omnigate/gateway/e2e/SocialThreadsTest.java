package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What customers do to their messages afterwards, as agents see it in the thread. */
class SocialThreadsTest {
  @TempDir private Path data;
  private String database = "";
  private TestGateway gateway;
  private Outside outside;

  @BeforeEach
  void start() throws Exception {
    database = TestPostgres.freshDatabase();
    gateway = TestGateway.start(data, Outside.config(database));
    outside = new Outside(gateway.url());
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String line(String type, String id, String rest) {
    return """
        {"destination":"Ua","events":[{"type":"%s","timestamp":1462629479859,"source":{"type":"user",\
        "userId":"u2"},"webhookEventId":"%s",%s}]}"""
        .formatted(type, id, rest);
  }

  private static String text(String text) {
    return "\"message\":{\"id\":\"325708\",\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static String unsend(String messageId) {
    return "\"unsend\":{\"messageId\":\"" + messageId + "\"}";
  }

  private JsonObject line(String body) throws Exception {
    HttpResponse<String> answer = outside.line(Outside.bytes(body));
    assertEquals(200, answer.statusCode(), answer.body());
    return Outside.json(answer);
  }

  private static List<JsonObject> events(JsonArray thread, String name) {
    return thread.stream()
        .map(JsonObject.class::cast)
        .filter(entry -> name.equals(entry.getJsonObject("facts").getString("event")))
        .toList();
  }

  private static JsonObject message(JsonArray thread, String text) {
    return thread.stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("text").equals(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPersonOnWhatsAppStaysInOneConversationWhicheverOfTheirNamesIsTold() throws Exception {
    String number = whatsApp("wamid.1", "\"from\":\"16505551234\"");
    String both = whatsApp("wamid.2", "\"from\":\"16505551234\",\"from_user_id\":\"US.1\"");
    String user = whatsApp("wamid.3", "\"from_user_id\":\"US.1\"");
    assertEquals(number, both);
    assertEquals(number, user);
  }

  private String whatsApp(String id, String from) throws Exception {
    String body =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",\
        "value":{"metadata":{"phone_number_id":"1065"},"messages":[{%s,"id":"%s",\
        "timestamp":"1749416383","type":"text","text":{"body":"hi"}}]}}]}]}"""
            .formatted(from, id);
    return Outside.json(outside.meta("whatsapp", Outside.bytes(body))).getString("ticket");
  }

  @Test
  void anEditIsAnEventAndTheNewerTextBesideTheOlder() throws Exception {
    String ticket = line(line("message", "E1", text("at 4"))).getString("ticket");
    JsonObject edit = line(line("messageEdited", "E2", text("at 5, not 4")));
    line(line("messageEdited", "E2", text("at 5, not 4")));

    assertEquals(ticket, edit.getString("ticket"));
    JsonArray thread = outside.thread(ticket);
    JsonObject older = message(thread, "at 4");
    JsonObject newer = message(thread, "at 5, not 4");
    assertEquals(
        older.getJsonObject("facts").getString("messageId"),
        newer.getJsonObject("facts").getString("messageId"));
    List<JsonObject> events = events(thread, "edited");
    assertEquals(1, events.size());
    assertEquals(
        newer.getString("id"), events.getFirst().getJsonObject("facts").getString("message"));
    Histories.assertLegal(database);
  }

  @Test
  void anEditThatOvertakesItsMessageIsThereAtOnceAndStaysTheNewerText() throws Exception {
    String ticket = line(line("messageEdited", "E2", text("at 5, not 4"))).getString("ticket");
    assertEquals("at 5, not 4", outside.get("/api/tickets/" + ticket).getString("preview"));
    JsonObject late = line(line("message", "E1", text("at 4")));
    line(line("messageEdited", "E2", text("at 5, not 4")));

    assertEquals(ticket, late.getString("ticket"));
    TestGateway.await("the event of the late message", () -> overtaken(ticket).size() == 1);
    JsonArray thread = outside.thread(ticket);
    assertEquals(
        message(thread, "at 4").getString("id"),
        overtaken(ticket).getFirst().getJsonObject("facts").getString("message"));
    assertEquals("at 5, not 4", outside.get("/api/tickets/" + ticket).getString("preview"));
    assertEquals(2, outside.get("/api/tickets/" + ticket).getInteger("messageCount"));
    Histories.assertLegal(database);
  }

  private List<JsonObject> overtaken(String ticket) {
    try {
      return events(outside.thread(ticket), "overtaken");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aWithdrawalIsOneEventThatNamesTheMessageAndMovesNothing() throws Exception {
    String ticket = line(line("message", "E1", text("my PIN is 1234"))).getString("ticket");
    JsonObject before = outside.get("/api/tickets/" + ticket);
    line(line("unsend", "E3", unsend("325708")));
    JsonObject again = line(line("unsend", "E3", unsend("325708")));

    assertEquals(1, again.getInteger("ignored"));
    JsonArray thread = outside.thread(ticket);
    List<JsonObject> events = events(thread, "withdrawn");
    assertEquals(1, events.size());
    assertEquals(
        message(thread, "my PIN is 1234").getString("id"),
        events.getFirst().getJsonObject("facts").getString("message"));
    JsonObject after = outside.get("/api/tickets/" + ticket);
    assertEquals(before.getString("status"), after.getString("status"));
    assertEquals(before.getInteger("messageCount"), after.getInteger("messageCount"));
    assertEquals(before.getLong("version") + 1, after.getLong("version"));
    Histories.assertLegal(database);
  }

  @Test
  void aMessageOfTheSameRequestCanBeWithdrawn() throws Exception {
    String both =
        line("message", "E1", text("oops"))
            .replace(
                "}]}",
                "},"
                    + new JsonObject(line("unsend", "E3", unsend("325708")))
                        .getJsonArray("events")
                        .getJsonObject(0)
                        .encode()
                    + "]}");
    String ticket = line(both).getString("ticket");
    assertEquals(1, events(outside.thread(ticket), "withdrawn").size());
  }

  @Test
  void nobodyWithdrawsWhatIsNotTheirsOrNotThere() throws Exception {
    String ticket = line(line("message", "E1", text("mine"))).getString("ticket");
    String version = "SELECT version FROM ticket";
    String before = TestSql.ask(database, version);

    line(line("unsend", "E3", unsend("999")));
    line(line("unsend", "E4", unsend("325708")).replace("\"u2\"", "\"u3\""));

    assertEquals(before, TestSql.ask(database, version));
    assertEquals("1", TestSql.ask(database, "SELECT count(*) FROM inbound"));
    assertTrue(events(outside.thread(ticket), "withdrawn").isEmpty());
  }

  @Test
  void aMessageOfAnEarlierTicketIsWithdrawnThere() throws Exception {
    String first = line(line("message", "E1", text("first"))).getString("ticket");
    transition(first, "resolve");
    transition(first, "close");
    String second =
        line(line("message", "E2", text("second").replace("325708", "325709"))).getString("ticket");
    assertTrue(!first.equals(second));

    line(line("unsend", "E3", unsend("325708")));
    assertEquals(1, events(outside.thread(first), "withdrawn").size());
    assertEquals(0, events(outside.thread(second), "withdrawn").size());
    Histories.assertLegal(database);
  }

  @Test
  void slackEditsAndDeletionsReachTheSameThread() throws Exception {
    String message =
        """
        {"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"message",\
        "channel":"D1","user":"U1","text":"hi","ts":"1355517523.000005"}}""";
    String ticket = Outside.json(outside.slack(message)).getString("ticket");
    HttpResponse<String> edit =
        outside.slack(
            """
            {"type":"event_callback","team_id":"T1","event_id":"Ev2","event":{"type":"message",\
            "subtype":"message_changed","channel":"D1","ts":"2.0","message":{"user":"U1",\
            "text":"hi there","ts":"1355517523.000005","edited":{"user":"U1"}},\
            "previous_message":{"user":"U1","text":"hi"}}}""");
    HttpResponse<String> deletion =
        outside.slack(
            """
            {"type":"event_callback","team_id":"T1","event_id":"Ev3","event":{"type":"message",\
            "subtype":"message_deleted","channel":"D1","ts":"3.0","deleted_ts":"1355517523.000005",\
            "previous_message":{"user":"U1","text":"hi there"}}}""");

    assertEquals(ticket, Outside.json(edit).getString("ticket"));
    assertEquals(200, deletion.statusCode());
    JsonArray thread = outside.thread(ticket);
    assertEquals(1, events(thread, "edited").size());
    assertEquals(
        message(thread, "hi").getString("id"),
        events(thread, "withdrawn").getFirst().getJsonObject("facts").getString("message"));
  }

  private void transition(String ticket, String action) throws Exception {
    HttpResponse<String> answer =
        outside.api(
            "POST",
            "/api/tickets/" + ticket + "/transitions",
            new JsonObject().put("action", action),
            Outside.TOKEN);
    assertEquals(200, answer.statusCode(), answer.body());
  }
}
