package io.omnigate.channels.x;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XChannelTest {
  private static final String SECRET = "the consumer secret";
  private static final String MESSAGE =
      """
      {"for_user_id":"43","direct_message_events":[{"type":"message_create","id":"95",\
      "created_timestamp":"1516403560557","message_create":{"sender_id":"30",\
      "target":{"recipient_id":"43"},"message_data":{"text":"Hello"}}}],\
      "users":{"30":{"id":"30","name":"Ann Lee","screen_name":"ann"}}}""";

  private final TestServer server =
      TestServer.with(Map.of("x", Map.of("kind", "x", "consumerSecret", SECRET)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(String text) {
    return send(text, XChannel.SIGNATURE.sign(SECRET, Buffer.buffer(text)));
  }

  private HttpResponse<Buffer> send(String text, String signature) {
    return await(
        server
            .post("x")
            .putHeader("x-twitter-webhooks-signature", signature)
            .sendBuffer(Buffer.buffer(text)));
  }

  private HttpResponse<Buffer> challenge(String token) {
    return await(server.get("/in/x").addQueryParam("crc_token", token).send());
  }

  @Test
  void aDirectMessageIsStoredWithItsSendersName() {
    assertEquals(200, send(MESSAGE).statusCode());

    InboundMessage kept = server.intake.only();
    assertEquals("Hello", kept.content().text());
    assertEquals("95", kept.origin().key());
    assertEquals("Ann Lee", kept.sender().name());
    assertEquals("2018-01-19T23:12:40.557Z", kept.content().facts().get("sentAt"));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "x:30", true)), kept.sender().identities());
  }

  @Test
  void theHandshakeSignsTheToken() {
    HttpResponse<Buffer> response = challenge("NDkzOTkwMjEw_token-1");
    assertEquals(200, response.statusCode());
    assertEquals(
        XChannel.SIGNATURE.sign(SECRET, Buffer.buffer("NDkzOTkwMjEw_token-1")),
        json(response).getString("response_token"));
    assertTrue(json(response).getString("response_token").startsWith("sha256="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{\"a\":1}", "{}", "\n{}", "a b", "\u00e9"})
  void theHandshakeSignsNothingThatCouldBeABody(String token) {
    assertEquals(400, challenge(token).statusCode());
  }

  @Test
  void nobodyGetsABodySignedByTheHandshake() {
    HttpResponse<Buffer> oracle = challenge(MESSAGE);
    assertEquals(400, oracle.statusCode());
    String token = "text-only";
    assertEquals(400, send(token, json(challenge(token)).getString("response_token")).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @Test
  void aHandshakeWithoutATokenIsRefused() {
    assertEquals(400, await(server.get("/in/x").send()).statusCode());
  }

  @Test
  void aPictureIsKeptByReference() {
    send(
        MESSAGE.replace(
            "{\"text\":\"Hello\"}",
            """
            {"text":"see https://t.co/1","attachment":{"type":"media","media":{"id":77,\
            "id_str":"77","media_url_https":"https://ton.example/77.jpg","type":"photo"}}}"""));
    assertEquals(
        List.of(Map.of("type", "photo", "id", "77", "url", "https://ton.example/77.jpg")),
        server.intake.only().content().facts().get("media"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sender_id\":\"30\" | \"sender_id\":\"43\" | echo",
        "\"sender_id\":\"30\", | '' | no-sender",
        "\"type\":\"message_create\" | \"type\":\"new\" | other-event",
        "direct_message_events | direct_message_indicate_typing_events | typing",
        "direct_message_events | direct_message_mark_read_events | read",
        "direct_message_events | tweet_create_events | other-event",
      })
  void whatIsNoCustomerTextIsIgnoredAndCounted(String from, String to, String reason) {
    assertEquals(200, send(MESSAGE.replace(from, to)).statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("x", reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"for_user_id\":\"43\",\"user_event\":{\"revoke\":{\"x\":1}},\"apps\":{}}",
        "{\"for_user_id\":\"43\",\"direct_message_events\":[]}",
        "{\"for_user_id\":\"43\",\"users\":{}}",
        "{\"zzz\":1}",
      })
  void aBodyOfNothingThatIsKnownIsCountedAsWell(String body) {
    assertEquals(200, send(body).statusCode());
    assertEquals(1, server.ignored("x", "other-event"));
  }
}
