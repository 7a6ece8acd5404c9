package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent's answers on their way out to a stand-in for the provider, and what is reported back.
 */
class SocialAnswersTest {
  private static final String WHATSAPP =
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",\
      "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
      "phone_number_id":"1065"},%s}}]}]}""";
  private static final String QUESTION =
      """
      "contacts":[{"profile":{"name":"Sheena"},"wa_id":"16505551234"}],\
      "messages":[{"from":"16505551234","id":"wamid.X","timestamp":"1749416383","type":"text",\
      "text":{"body":"hi"}}]""";

  /** A call as the stand-in saw it. */
  private record Call(String path, String authorization, JsonObject body) {}

  @TempDir private Path data;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private HttpServer provider;
  private String database = "";
  private TestGateway gateway;
  private Outside outside;
  private volatile boolean reportsBeforeItAnswers;

  @BeforeEach
  void start() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", this::answer);
    provider.start();
    String api = "http://127.0.0.1:" + provider.getAddress().getPort();
    database = TestPostgres.freshDatabase();
    String config =
        Outside.config(database)
            .replaceAll("(kind: whatsapp, )", "$1accessToken: wa-token, apiUrl: \"" + api + "\", ")
            .replaceAll("(kind: line, )", "$1channelToken: line-token, apiUrl: \"" + api + "\", ")
            .replaceAll(
                "(kind: messenger, )", "$1pageToken: page-token, apiUrl: \"" + api + "\", ");
    gateway = TestGateway.start(data, config);
    outside = new Outside(gateway.url());
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    provider.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(
        new Call(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            body.startsWith("{") ? new JsonObject(body) : new JsonObject()));
    String id = "out." + calls.size();
    if (reportsBeforeItAnswers) {
      try {
        report(id, "delivered");
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
    byte[] answer =
        Outside.bytes(
            "{'messages':[{'id':'$'}],'sentMessages':[{'id':'$'}],'message_id':'$','id':'$'}"
                .replace('\'', '"')
                .replace("$", id));
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String ask() throws Exception {
    HttpResponse<String> asked =
        outside.meta("whatsapp", Outside.bytes(WHATSAPP.formatted(QUESTION)));
    return Outside.json(asked).getString("ticket");
  }

  private void reply(String ticket, String text) throws Exception {
    reply(ticket, new JsonObject().put("text", text));
  }

  private void reply(String ticket, JsonObject said) throws Exception {
    HttpResponse<String> answer =
        outside.api("POST", "/api/tickets/" + ticket + "/replies", said, Outside.TOKEN);
    assertEquals(2, answer.statusCode() / 100, answer.body());
  }

  private void report(String id, String status) throws Exception {
    String at = Long.toString(Instant.now().getEpochSecond());
    String statuses =
        "\"statuses\":[{\"id\":\""
            + id
            + "\",\"status\":\""
            + status
            + "\",\"timestamp\":\""
            + at
            + "\",\"recipient_id\":\"16505551234\""
            + (status.equals("failed") ? ",\"errors\":[{\"code\":131047}]" : "")
            + "}]";
    HttpResponse<String> answer =
        outside.meta("whatsapp", Outside.bytes(WHATSAPP.formatted(statuses)));
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private void awaitOutbox(String column, String value) {
    String sql = "SELECT coalesce(" + column + "::text, 'none') FROM outbox";
    TestGateway.await(column + " = " + value, () -> TestSql.ask(database, sql).equals(value));
  }

  private String outbox(String expression) {
    return TestSql.ask(database, "SELECT (" + expression + ")::text FROM outbox");
  }

  private List<JsonObject> undelivered(String ticket) throws Exception {
    JsonArray thread = outside.thread(ticket);
    return thread.stream()
        .map(JsonObject.class::cast)
        .filter(e -> "undelivered".equals(e.getJsonObject("facts").getString("event")))
        .toList();
  }

  @Test
  void anAnswerLeavesByTheNumberThatWasWrittenToAndReportsFindIt() throws Exception {
    String ticket = ask();
    reply(ticket, "Hello Sheena");
    awaitOutbox("outcome", "sent");

    Call call = calls.getFirst();
    assertEquals(1, calls.size());
    assertEquals("/v23.0/1065/messages", call.path());
    assertEquals("Bearer wa-token", call.authorization());
    assertEquals("16505551234", call.body().getString("to"));
    assertEquals("Hello Sheena", call.body().getJsonObject("text").getString("body"));

    report("out.1", "read");
    assertEquals("true true", outbox("(delivered_at IS NOT NULL) || ' ' || (read_at IS NOT NULL)"));
    String before = outbox("delivered_at || ' ' || read_at");
    report("out.1", "sent");
    report("out.1", "delivered");
    report("out.1", "failed");
    assertEquals(before, outbox("delivered_at || ' ' || read_at"));
    assertEquals("sent", outbox("outcome"));
    assertTrue(undelivered(ticket).isEmpty());
  }

  @Test
  void aReportThatIsFasterThanTheAnswerIsNotLost() throws Exception {
    reportsBeforeItAnswers = true;
    reply(ask(), "Hello");
    awaitOutbox("outcome", "sent");
    awaitOutbox("(delivered_at IS NOT NULL)", "true");
    assertEquals("0", TestSql.ask(database, "SELECT count(*) FROM delivery_report"));
  }

  @Test
  void aFailureReportedLaterIsAnEventOnTheTicketOnce() throws Exception {
    String ticket = ask();
    reply(ticket, "Hello");
    awaitOutbox("outcome", "sent");
    report("out.1", "failed");
    report("out.1", "failed");

    assertEquals("failed", outbox("outcome"));
    List<JsonObject> events = undelivered(ticket);
    assertEquals(1, events.size());
    assertTrue(
        events.getFirst().getJsonObject("facts").getString("reason").contains("24 hours"),
        events.toString());
    Histories.assertLegal(database);
  }

  @Test
  void reportsOfStrangersMessagesWaitAndHurtNobody() throws Exception {
    report("of.another.app", "delivered");
    report("of.another.app", "read");
    assertEquals("1", TestSql.ask(database, "SELECT count(*) FROM delivery_report"));
    assertEquals("0", TestSql.ask(database, "SELECT count(*) FROM ticket"));
  }

  @Test
  void messengersWatermarkReachesEverythingSentBeforeIt() throws Exception {
    String message =
        """
        {"object":"page","entry":[{"id":"123","messaging":[{"sender":{"id":"987"},\
        "recipient":{"id":"123"},"timestamp":1457764197627,%s}]}]}""";
    HttpResponse<String> asked =
        outside.meta(
            "messenger",
            Outside.bytes(message.formatted("\"message\":{\"mid\":\"m_1\",\"text\":\"hello\"}")));
    reply(Outside.json(asked).getString("ticket"), "Hello");
    awaitOutbox("outcome", "sent");
    assertEquals("987", calls.getFirst().body().getJsonObject("recipient").getString("id"));

    long early = Instant.now().minusSeconds(3_600).toEpochMilli();
    outside.meta(
        "messenger", Outside.bytes(message.formatted("\"read\":{\"watermark\":" + early + "}")));
    assertEquals("true", outbox("(read_at IS NULL)"));
    long now = Instant.now().plusSeconds(1).toEpochMilli();
    outside.meta(
        "messenger",
        Outside.bytes(
            message.formatted("\"delivery\":{\"mids\":[\"out.1\"],\"watermark\":" + now + "}")));
    assertEquals("true true", outbox("(delivered_at IS NOT NULL) || ' ' || (read_at IS NULL)"));
    outside.meta(
        "messenger", Outside.bytes(message.formatted("\"read\":{\"watermark\":" + now + "}")));
    assertEquals("true", outbox("(read_at IS NOT NULL)"));
  }

  @Test
  void aFileThatFailsBehindItsTextThatArrivedIsTold() throws Exception {
    String ticket = ask();
    reply(ticket, new JsonObject().put("text", "Here").put("attachments", bill()));
    awaitOutbox("outcome", "sent");
    report("out.2", "delivered"); // out.1 is the upload
    assertEquals("true", outbox("delivered_at IS NULL"));
    report("out.3", "failed");

    assertEquals("failed", outbox("outcome"));
    JsonObject told = undelivered(ticket).getFirst().getJsonObject("facts");
    assertTrue(told.getString("reason").startsWith("Part 2 of 2: "), told.toString());
  }

  private static JsonArray bill() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("name", "bill.pdf")
                .put("mediaType", "application/pdf")
                .put("content", "JVBERg=="));
  }

  @Test
  void aFileThatLineDoesNotTakeIsDownloadedBehindItsLink() throws Exception {
    String message =
        """
        {"destination":"Ua","events":[{"type":"message","timestamp":1462629479859,"source":\
        {"type":"user","userId":"u2"},"message":{"id":"3","type":"text","text":"my bill?"},\
        "webhookEventId":"E1"}]}""";
    String ticket = Outside.json(outside.line(Outside.bytes(message))).getString("ticket");
    reply(ticket, new JsonObject().put("text", "Here").put("attachments", bill()));
    awaitOutbox("outcome", "sent");

    String said =
        calls.getLast().body().getJsonArray("messages").getJsonObject(1).getString("text");
    assertTrue(said.matches("bill.pdf: http://\\S+/files/\\S+"), said);
    HttpResponse<String> file = outside.download(said.substring(said.indexOf("/files/")));
    assertEquals(200, file.statusCode());
    assertEquals("%PDF", file.body());
    assertTrue(file.headers().firstValue("Content-Disposition").orElse("").contains("bill.pdf"));
  }

  @Test
  void aOneWayChannelTakesNoAnswerAndSaysSo() throws Exception {
    byte[] body =
        Outside.bytes("{\"event\":{\"id\":1,\"message\":\"hi\"},\"customer\":{\"id\":\"c\"}}");
    String ticket = Outside.json(outside.shop(body)).getString("ticket");
    JsonObject seen = outside.get("/api/tickets/" + ticket);
    assertFalse(seen.getBoolean("replyable"));
    assertEquals("This channel takes messages in only.", seen.getString("unreachable"));
    HttpResponse<String> refused =
        outside.api(
            "POST",
            "/api/tickets/" + ticket + "/replies",
            new JsonObject().put("text", "Hello"),
            Outside.TOKEN);
    assertEquals(409, refused.statusCode(), refused.body());
    assertEquals("unreachable", Outside.json(refused).getString("code"));
    assertTrue(Outside.json(refused).getString("detail").contains("in only"), refused.body());
    assertEquals("new", outside.get("/api/tickets/" + ticket).getString("status"));
  }
}
