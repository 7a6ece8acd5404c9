package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.TestGateway;
import io.omnigate.gateway.live.LiveClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contact from any channel is durable, ticketed, queued and on an agent's screen. */
class MainJobTest {
  @TempDir private static Path data;
  private static String database = "";
  private static TestGateway gateway;
  private static Outside outside;
  private static LiveClient live;

  @BeforeAll
  static void start() throws Exception {
    database = TestPostgres.freshDatabase();
    gateway = TestGateway.start(data, Outside.config(database));
    outside = new Outside(gateway.url());
    live = LiveClient.open(URI.create(gateway.url() + "/api/queue/live"), Outside.TOKEN);
    live.subscribe("q", new JsonObject().put("status", List.of("new", "open")), 200);
  }

  @AfterAll
  static void stop() {
    live.close();
    gateway.close();
  }

  @Test
  void mailBecomesATicketOnTheScreen() throws Exception {
    JsonObject receipt =
        created(outside.mail(mail("ann@example.com", "<m1@example.com>", "")), 201);
    assertEquals("ann@example.com", onScreen(receipt).getJsonObject("contact").getString("email"));
  }

  @Test
  void chatLineBecomesATicketOnTheScreenAndTheNextLineJoinsIt() throws Exception {
    JsonObject first =
        created(outside.chat(new JsonObject().put("id", "a").put("text", "Hello?")), 201);
    JsonObject second =
        Outside.json(
            outside.chat(
                new JsonObject()
                    .put("id", "b")
                    .put("text", "Anybody?")
                    .put("session", first.getString("session"))));
    assertEquals(first.getString("ticket"), second.getString("ticket"));
    assertFalse(second.getBoolean("created"));
    live.awaitView(
        "q",
        view ->
            view.tickets().stream()
                .anyMatch(
                    ticket ->
                        ticket.getString("id").equals(first.getString("ticket"))
                            && ticket.getInteger("messageCount") == 2));
  }

  @Test
  void formBecomesATicketOnTheScreen() throws Exception {
    JsonObject receipt =
        created(
            outside.form(
                new JsonObject()
                    .put("name", "Ann")
                    .put("message", "Invoice?")
                    .put("priority", "high")),
            201);
    assertEquals(null, receipt.getString("visitor"));
    assertEquals("high", onScreen(receipt).getString("priority"));
  }

  @Test
  void webhooksBecomeTicketsOnTheScreen() throws Exception {
    String text =
        """
        {"object":"page","entry":[{"id":"1","time":1,"messaging":[{"sender":{"id":"987"},\
        "recipient":{"id":"1"},"timestamp":1457764197627,"message":{"mid":"m_1","text":"hello"}}]}]}""";
    onScreen(created(outside.meta("messenger", Outside.bytes(text)), 200));
    onScreen(
        created(
            outside.meta("instagram", Outside.bytes(text.replace("\"page\"", "\"instagram\""))),
            200));
    String whatsapp =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",\
        "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
        "phone_number_id":"1065"},"contacts":[{"profile":{"name":"Sheena"},"wa_id":"16505551234"}],\
        "messages":[{"from":"16505551234","id":"wamid.X","timestamp":"1749416383","type":"text",\
        "text":{"body":"hi"}}]}}]}]}""";
    JsonObject shown = onScreen(created(outside.meta("whatsapp", Outside.bytes(whatsapp)), 200));
    assertEquals("Sheena", shown.getJsonObject("contact").getString("name"));
    JsonObject update =
        new JsonObject(
            """
            {"update_id":1,"message":{"message_id":5,"from":{"id":9,"is_bot":false,"first_name":"A"},\
            "chat":{"id":9,"type":"private"},"date":1441645532,"text":"hi"}}""");
    onScreen(created(outside.telegram(update), 200));
  }

  @Test
  void answerIsWrittenOnTheThreadQueuedForTheChannelAndTheReplyToItJoins() throws Exception {
    JsonObject receipt =
        created(outside.mail(mail("bea@example.com", "<m2@example.com>", "")), 201);
    String ticket = receipt.getString("ticket");
    onScreen(receipt);

    HttpResponse<String> answered =
        outside.api(
            "POST",
            "/api/tickets/" + ticket + "/replies",
            new JsonObject().put("text", "On its way."),
            Outside.TOKEN);
    assertTrue(answered.statusCode() / 100 == 2, answered.body());
    JsonObject shown = outside.get("/api/tickets/" + ticket);
    assertEquals("answered", shown.getString("status"));
    live.awaitView("q", view -> !view.ids().contains(ticket));
    JsonObject out = last(outside.thread(ticket), "out");
    String ours = out.getJsonObject("facts").getString("messageId");
    assertEquals(
        ours,
        TestSql.ask(database, "SELECT message_id FROM outbox WHERE ticket = '" + ticket + "'"));

    JsonObject thanks =
        Outside.json(outside.mail(mail("bea@example.com", "<m3@example.com>", ours)));
    assertEquals(ticket, thanks.getString("ticket"));
    assertEquals("open", thanks.getString("status"));

    JsonObject forged =
        Outside.json(outside.mail(mail("eve@example.com", "<m4@example.com>", ours)));
    assertNotEquals(ticket, forged.getString("ticket"));
    char flipped = ours.charAt(20) == 'A' ? 'B' : 'A';
    String altered = ours.substring(0, 20) + flipped + ours.substring(21);
    JsonObject other =
        Outside.json(outside.mail(mail("bea@example.com", "<m5@example.com>", altered)));
    assertNotEquals(ticket, other.getString("ticket"));
    Histories.assertLegal(database);
  }

  @Test
  void visitorIsTheSameWhenTheAddressComesInAnotherForm() throws Exception {
    JsonObject form = new JsonObject().put("message", "One").put("email", "Cleo@Example.COM");
    String visitor = created(outside.form(form), 201).getString("visitor");
    assertTrue(visitor.startsWith("V-"), visitor);
    assertEquals(
        visitor,
        created(outside.mail(mail("Cleo@example.com", "<m6@example.com>", "")), 201)
            .getString("visitor"));
    JsonObject phone = new JsonObject().put("message", "Two").put("phone", "+30 210 1234567");
    String caller = created(outside.form(phone), 201).getString("visitor");
    assertNotEquals(visitor, caller);
    phone.put("phone", "+302101234567").put("message", "Three");
    JsonObject again = Outside.json(outside.form(phone));
    assertEquals(caller, again.getString("visitor"));
  }

  @Test
  void claimedAddressOpensNobodyElsesThread() throws Exception {
    JsonObject hers = created(outside.mail(mail("dora@example.com", "<m7@example.com>", "")), 201);
    JsonObject claim =
        created(
            outside.chat(
                new JsonObject()
                    .put("id", "x")
                    .put("text", "I am Dora")
                    .put("email", "dora@example.com")),
            201);
    assertNotEquals(hers.getString("ticket"), claim.getString("ticket"));
    assertEquals(
        1,
        outside.thread(hers.getString("ticket")).stream()
            .filter(each -> ((JsonObject) each).getString("kind").equals("message"))
            .count());
  }

  @Test
  void pagesAreServed() throws Exception {
    for (String path : List.of("/", "/docs", "/openapi.yaml", "/forms/form")) {
      HttpResponse<String> page = outside.api("GET", path, null, Outside.TOKEN);
      assertEquals(200, page.statusCode(), path);
      assertTrue(page.body().length() > 500, path);
    }
    HttpResponse<String> nothing = outside.api("GET", "/no/such/page", null, Outside.TOKEN);
    assertEquals(404, nothing.statusCode());
    assertEquals("not-found", Outside.json(nothing).getString("code"));
  }

  @Test
  void badInputIsRefusedAndLeavesNothing() throws Exception {
    String before = TestSql.ask(database, "SELECT count(*) FROM inbound");
    record Case(int status, HttpResponse<String> answer) {}
    byte[] mail = mail("x@example.com", "<bad@example.com>", "");
    Map<String, String> json = Map.of("Content-Type", "application/json", "Origin", Outside.ORIGIN);
    List<Case> cases =
        List.of(
            new Case(401, outside.post("/in/mail", mail, Map.of("Content-Type", "message/rfc822"))),
            new Case(
                401,
                outside.post(
                    "/in/mail",
                    mail,
                    Map.of("Content-Type", "message/rfc822", "Authorization", "Bearer wrong"))),
            new Case(413, outside.mail(new byte[26 << 20])),
            new Case(404, outside.post("/in/nowhere", mail, Map.of())),
            new Case(400, outside.post("/in/chat", Outside.bytes("{\"id\":"), json)),
            new Case(422, outside.post("/in/chat", Outside.bytes("{\"id\":\"1\"}"), json)),
            new Case(422, outside.form(new JsonObject().put("name", "Ann"))),
            new Case(
                401,
                outside.post(
                    "/in/messenger",
                    Outside.bytes("{}"),
                    Map.of("Content-Type", "application/json"))));
    for (Case each : cases) {
      assertEquals(each.status(), each.answer().statusCode(), each.answer().body());
      assertTrue(
          each.answer()
              .headers()
              .firstValue("Content-Type")
              .orElse("")
              .startsWith("application/problem+json"),
          each.answer().body());
      assertTrue(Outside.json(each.answer()).getString("code") != null, each.answer().body());
    }
    assertEquals(before, TestSql.ask(database, "SELECT count(*) FROM inbound"));
  }

  @Test
  void brokenMailIsKeptRawOnATicketThatSaysSo() throws Exception {
    StringBuilder bomb = new StringBuilder("From: bomb@example.com\r\n");
    for (int i = 0; i < 60; i++) {
      bomb.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\r\n\r\n--b")
          .append(i)
          .append("\r\n");
    }
    JsonObject receipt = created(outside.mail(Outside.bytes(bomb.toString())), 201);
    JsonObject ticket = outside.get("/api/tickets/" + receipt.getString("ticket"));
    assertTrue(ticket.getJsonArray("tags").contains("unparsed"), ticket.encode());
  }

  private static JsonObject created(HttpResponse<String> answer, int status) {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonObject receipt = Outside.json(answer);
    assertTrue(TicketId.parse(receipt.getString("ticket")).isPresent(), answer.body());
    assertTrue(receipt.getBoolean("created"), answer.body());
    return receipt;
  }

  private static JsonObject onScreen(JsonObject receipt) {
    String ticket = receipt.getString("ticket");
    return live.awaitView("q", view -> view.ids().contains(ticket)).tickets().stream()
        .filter(each -> each.getString("id").equals(ticket))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject last(JsonArray thread, String direction) {
    return thread.stream()
        .map(each -> (JsonObject) each)
        .filter(each -> each.getString("direction").equals(direction))
        .reduce((one, two) -> two)
        .orElseThrow();
  }

  private static byte[] mail(String from, String messageId, String inReplyTo) {
    String answers = inReplyTo.isEmpty() ? "" : "In-Reply-To: " + inReplyTo + "\r\n";
    return Outside.bytes(
        "From: <%s>\r\nTo: support@example.com\r\nSubject: Where is my order?\r\n".formatted(from)
            + "Message-ID: "
            + messageId
            + "\r\n"
            + answers
            + "\r\nIt has been a week.\r\n");
  }
}
