package io.omnigate.channels.chat;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Candidate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChannelTest {
  private static final String PAGE = "https://shop.example";

  private final TestServer server =
      TestServer.with(
          Map.of(
              "chat", Map.of("kind", "chat", "origins", List.of(PAGE), "department", "sales"),
              "other", Map.of("kind", "chat", "origins", List.of(PAGE)),
              "open", Map.of("kind", "chat", "origins", List.of("*")),
              "slow", Map.of("kind", "chat", "origins", List.of("*"), "ratePerMinute", 2)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest<Buffer> post() {
    return server.post("chat").putHeader("Origin", PAGE);
  }

  private HttpResponse<Buffer> send(JsonObject message) {
    return await(post().sendJsonObject(message));
  }

  private static JsonObject message(String id, String text) {
    return new JsonObject().put("id", id).put("text", text);
  }

  @Test
  void aMessageIsStoredAndAnsweredWithItsReceipt() {
    HttpResponse<Buffer> response = send(message("m-1", "Where is my order?"));

    assertEquals(201, response.statusCode());
    InboundMessage kept = server.intake.only();
    JsonObject receipt = json(response);
    assertEquals(kept.ids().ticket().value(), receipt.getString("ticket"));
    assertEquals(kept.ids().message(), receipt.getString("message"));
    assertEquals(kept.ids().visitor().value(), receipt.getString("visitor"));
    assertEquals("new", receipt.getString("status"));
    assertTrue(receipt.getBoolean("created"));
    assertFalse(receipt.getBoolean("duplicate"));
    assertEquals("Where is my order?", kept.content().text());
    assertEquals("sales", kept.handling().department());
    assertEquals(PAGE, response.getHeader("Access-Control-Allow-Origin"));
    assertEquals("Retry-After", response.getHeader("Access-Control-Expose-Headers"));
  }

  @Test
  void theSessionContinuesTheConversation() {
    String session = json(send(message("m-1", "hello"))).getString("session");
    HttpResponse<Buffer> second = send(message("m-2", "anyone there?").put("session", session));

    assertEquals(201, second.statusCode());
    List<InboundMessage> kept = server.intake.messages();
    assertEquals(kept.get(0).threading().lane(), kept.get(1).threading().lane());
    assertEquals(
        List.of(new Candidate.ByKey(kept.get(0).threading().claims().getFirst())),
        kept.get(1).threading().candidates());
  }

  @Test
  void aFirstMessageSentAgainIsRecognisedWithItsSessionAndWithout() {
    JsonObject first = message("0b6f3d0e-6f5f-4a53-9a39-1b1f0a2b3c4d", "hello");
    JsonObject receipt = json(send(first));
    HttpResponse<Buffer> again = send(first);
    HttpResponse<Buffer> withSession =
        send(first.copy().put("session", receipt.getString("session")));

    for (HttpResponse<Buffer> each : List.of(again, withSession)) {
      assertEquals(200, each.statusCode());
      assertTrue(json(each).getBoolean("duplicate"));
      assertEquals(receipt.getString("ticket"), json(each).getString("ticket"));
      assertEquals(receipt.getString("session"), json(each).getString("session"));
    }
    server.intake.only();
  }

  @Test
  void whoGuessesAShortIdHearsTheFirstReceiptAndIsNotLetIntoTheSession() {
    JsonObject first = message("m-1", "hello");
    JsonObject receipt = json(send(first));
    JsonObject guessed = json(send(first));
    JsonObject owner = json(send(first.copy().put("session", receipt.getString("session"))));

    for (JsonObject each : List.of(guessed, owner)) {
      assertTrue(each.getBoolean("duplicate"));
      assertEquals(receipt.getString("ticket"), each.getString("ticket"));
      assertEquals(receipt.getString("message"), each.getString("message"));
    }
    assertEquals(receipt.getString("session"), owner.getString("session"));
    assertNotEquals(receipt.getString("session"), guessed.getString("session"));
    assertNotEquals(json(send(first)).getString("session"), guessed.getString("session"));

    send(message("m-2", "and now?").put("session", guessed.getString("session")));
    List<InboundMessage> kept = server.intake.messages();
    assertEquals(2, kept.size());
    assertNotEquals(kept.get(0).threading().lane(), kept.get(1).threading().lane());
    assertNotEquals(kept.get(0).threading().candidates(), kept.get(1).threading().candidates());
  }

  @Test
  void twoVisitorsWhosePagesCountFromOneDoNotShareASession() {
    String one = json(send(message("1", "my invoice"))).getString("session");
    String two = json(send(message("1", "my parcel"))).getString("session");

    assertNotEquals(one, two);
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void theSameIdWithOtherWordsIsRefused() {
    String session = json(send(message("m-1", "hello"))).getString("session");
    send(message("m-2", "one").put("session", session));
    HttpResponse<Buffer> reused = send(message("m-2", "two").put("session", session));

    assertEquals(422, reused.statusCode());
    assertEquals("idempotency-key-reused", json(reused).getString("code"));
  }

  @Test
  void everyAlteredSessionIsRefused() {
    String session = json(send(message("m-1", "hello"))).getString("session");
    for (int i = 0; i < session.length(); i++) {
      char other = session.charAt(i) == 'A' ? 'B' : 'A';
      String forged = session.substring(0, i) + other + session.substring(i + 1);
      HttpResponse<Buffer> response = send(message("m-" + i, "let me in").put("session", forged));
      assertEquals(401, response.statusCode(), forged);
    }
    server.intake.only();
  }

  @Test
  void theSessionOfAnotherChatIsRefused() {
    String session =
        json(await(
                server
                    .post("other")
                    .putHeader("Origin", PAGE)
                    .sendJsonObject(message("m-1", "hi"))))
            .getString("session");

    assertEquals(401, send(message("m-2", "hi").put("session", session)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "https://shop.example.evil.example", ""})
  void aForeignOriginIsRefused(String origin) {
    HttpResponse<Buffer> response =
        await(
            server
                .post("chat")
                .putHeader("Origin", origin)
                .sendJsonObject(message("m-1", "hello")));

    assertEquals(401, response.statusCode());
    assertNull(response.getHeader("Access-Control-Allow-Origin"));
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void noOriginAtAllIsRefusedUnlessAnyIsAllowed() {
    JsonObject message = message("m-1", "hello");
    assertEquals(401, await(server.post("chat").sendJsonObject(message)).statusCode());
    assertEquals(201, await(server.post("open").sendJsonObject(message)).statusCode());
    assertEquals(1, server.counted("chat", "rejected", "not-authentic"));
  }

  @Test
  void aPreflightFromAnAllowedPageIsAnswered() {
    HttpResponse<Buffer> response =
        await(
            server
                .client
                .request(HttpMethod.OPTIONS, server.port(), "127.0.0.1", "/in/chat")
                .putHeader("Origin", PAGE)
                .send());

    assertEquals(204, response.statusCode());
    assertEquals(PAGE, response.getHeader("Access-Control-Allow-Origin"));
    assertEquals("POST", response.getHeader("Access-Control-Allow-Methods"));
  }

  @Test
  void whatTheVisitorSaysToBeIsNotVerifiedTheSessionIs() {
    send(
        message("m-1", "hello")
            .put("name", "  Ann\n Lee ")
            .put("email", "Ann@Example.COM")
            .put("phone", "2101234567")
            .put("page", "https://shop.example/cart"));

    InboundMessage kept = server.intake.only();
    assertEquals("Ann Lee", kept.sender().name());
    List<Identity> identities = kept.sender().identities();
    assertEquals(Identity.Kind.CHANNEL, identities.get(0).kind());
    assertTrue(identities.get(0).verified());
    assertEquals(new Identity(Identity.Kind.EMAIL, "Ann@example.com", false), identities.get(1));
    assertEquals(new Identity(Identity.Kind.PHONE, "+302101234567", false), identities.get(2));
    assertEquals(
        Map.of("messageId", "m-1", "page", "https://shop.example/cart"), kept.content().facts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":\"hi\"} | id",
        "{\"id\":\"1\"} | text",
        "{\"id\":\"1\",\"text\":\"  \"} | text",
        "{\"id\":1,\"text\":\"hi\"} | id",
        "{\"id\":\"a\\u0000b\",\"text\":\"hi\"} | id",
        "{\"id\":\"1\",\"text\":\"hi\",\"email\":\"nobody\"} | email",
        "{\"id\":\"1\",\"text\":\"hi\",\"phone\":\"call me\"} | phone",
        "{\"id\":\"1\",\"text\":\"hi\",\"status\":\"closed\"} | status",
      })
  void aWrongFieldIsNamed(String body, String field) {
    HttpResponse<Buffer> response = await(post().sendBuffer(Buffer.buffer(body)));

    assertEquals(422, response.statusCode());
    assertEquals("application/problem+json", response.getHeader("Content-Type"));
    assertEquals(field, json(response).getString("field"));
  }

  @Test
  void aTooLongFieldIsNamed() {
    HttpResponse<Buffer> response = send(message("m-1", "x".repeat(20_001)));
    assertEquals(422, response.statusCode());
    assertEquals("text", json(response).getString("field"));
  }

  @Test
  void textIsFreedOfWhatTheDatabaseRefuses() {
    await(
        post()
            .sendBuffer(
                Buffer.buffer("{\"id\":\"1\",\"text\":\"a\\u0000b\\ud800c \\ud83d\\ude00\"}")));
    assertEquals("ab\uFFFDc \uD83D\uDE00", server.intake.only().content().text());
  }

  @Test
  void whoeverIsOverTheRateIsToldWhenToTryAgain() {
    for (String id : List.of("m-1", "m-2")) {
      assertEquals(
          201, await(server.post("slow").sendJsonObject(message(id, "hello"))).statusCode());
    }
    HttpResponse<Buffer> third = await(server.post("slow").sendJsonObject(message("m-3", "hello")));
    assertEquals(429, third.statusCode());
    assertEquals("rate-limited", json(third).getString("code"));
    assertTrue(Integer.parseInt(third.getHeader("Retry-After")) > 0);
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void whatTheIntakeRefusesIsToldWithWhenToTryAgain() {
    server.intake.failWith(
        new Failure(Failure.Kind.UNAVAILABLE, "database-away", "the database is away"));
    HttpResponse<Buffer> response = send(message("m-1", "hello"));

    assertEquals(503, response.statusCode());
    assertEquals("2", response.getHeader("Retry-After"));
    assertEquals("database-away", json(response).getString("code"));
    assertEquals(0, server.counted("chat", "rejected", "database-away"));
  }

  @Test
  void aQuarantinedMessageIsAcceptedAndSaidToBe() {
    server.intake.quarantine();
    HttpResponse<Buffer> response = send(message("m-1", "hello"));

    assertEquals(202, response.statusCode());
    assertTrue(json(response).getBoolean("quarantined"));
    assertNull(json(response).getString("ticket"));
  }
}
