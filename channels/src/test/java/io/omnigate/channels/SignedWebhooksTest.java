package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bad inputs on every webhook that is signed over its raw body. */
class SignedWebhooksTest {
  private static final String SECRET = "the shared secret";

  /**
   * One kind of channel and how its provider signs, written down here a second time on purpose.
   *
   * @param secret the name of the setting
   * @param unknown a body with an event that no channel knows
   */
  record Provider(
      String kind,
      String secret,
      String header,
      String prefix,
      boolean base64,
      String message,
      String unknown) {

    Map<String, Object> settings(String value) {
      Map<String, Object> settings = new HashMap<>(Map.of("kind", kind, secret, value));
      switch (kind) {
        case "messenger", "instagram", "whatsapp" -> settings.put("verifyToken", "v");
        case "webhook" -> {
          settings.put("signature", Map.of("header", header, "prefix", prefix));
          settings.put("fields", Map.of("id", "/id", "text", "/text"));
        }
        default -> {}
      }
      return settings;
    }

    String sign(String algorithm, String key, Buffer body) {
      String timed = kind.equals("slack") ? "v0:" + now() + ':' : "";
      byte[] signed = Buffer.buffer(timed).appendBuffer(body).getBytes();
      try {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        byte[] digest = mac.doFinal(signed);
        return prefix
            + (base64
                ? Base64.getEncoder().encodeToString(digest)
                : HexFormat.of().formatHex(digest));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String toString() {
      return kind;
    }
  }

  private static final Instant NOW = Instant.now();

  private static String now() {
    return Long.toString(NOW.getEpochSecond());
  }

  static Stream<Provider> providers() {
    String meta =
        """
        {"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"9"},"timestamp":1,\
        "message":{"mid":"m","text":"h\\u00e9"}}]}]}""";
    String newThing = "{\"entry\":[{\"id\":\"1\",\"messaging\":[{\"new_thing\":{}}]}]}";
    return Stream.of(
        new Provider(
            "messenger", "appSecret", "X-Hub-Signature-256", "sha256=", false, meta, newThing),
        new Provider(
            "instagram",
            "appSecret",
            "X-Hub-Signature-256",
            "sha256=",
            false,
            meta.replace("page", "instagram"),
            newThing),
        new Provider(
            "whatsapp",
            "appSecret",
            "X-Hub-Signature-256",
            "sha256=",
            false,
            """
            {"entry":[{"changes":[{"field":"messages","value":{"messages":[{"from":"16505551234",\
            "id":"w","timestamp":"1","type":"text","text":{"body":"h\\u00e9"}}]}}]}]}""",
            "{\"entry\":[{\"changes\":[{\"field\":\"new_thing\",\"value\":{}}]}]}"),
        new Provider(
            "line",
            "channelSecret",
            "X-Line-Signature",
            "",
            true,
            """
            {"destination":"Ua","events":[{"type":"message","timestamp":1,"source":{"type":"user",\
            "userId":"u2"},"message":{"id":"3","type":"text","text":"h\\u00e9"},\
            "webhookEventId":"01G2"}]}""",
            "{\"events\":[{\"type\":\"newThing\",\"source\":{\"userId\":\"u\"}}]}"),
        new Provider(
            "viber",
            "authToken",
            "X-Viber-Content-Signature",
            "",
            false,
            """
            {"event":"message","timestamp":1,"message_token":912661846655238145,"sender":{"id":"0A="},\
            "message":{"type":"text","text":"h\\u00e9"}}""",
            "{\"event\":\"new_thing\"}"),
        new Provider(
            "x",
            "consumerSecret",
            "x-twitter-webhooks-signature",
            "sha256=",
            true,
            """
            {"for_user_id":"43","direct_message_events":[{"type":"message_create","id":"95",\
            "created_timestamp":"1","message_create":{"sender_id":"30","message_data":{\
            "text":"h\\u00e9"}}}]}""",
            "{\"for_user_id\":\"43\",\"user_event\":{\"new_thing\":{}}}"),
        new Provider(
            "slack",
            "signingSecret",
            "X-Slack-Signature",
            "v0=",
            false,
            """
            {"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"message",\
            "channel":"D1","user":"U1","text":"h\\u00e9","ts":"1.2"}}""",
            "{\"type\":\"event_callback\",\"event\":{\"type\":\"new_thing\"}}"),
        new Provider(
            "webhook",
            "secret",
            "X-Shop-Signature",
            "sha256=",
            false,
            "{\"id\":\"7\",\"text\":\"h\\u00e9\"}",
            "{\"id\":\"8\",\"new\":\"thing\"}"));
  }

  private final Map<String, Object> channels = new HashMap<>();

  {
    providers().forEach(each -> channels.put(each.kind(), each.settings(SECRET)));
  }

  private final TestServer server = TestServer.with(channels);

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest<Buffer> request(Provider provider) {
    HttpRequest<Buffer> request =
        server.post(provider.kind()).putHeader("Content-Type", "application/json");
    return provider.kind().equals("slack")
        ? request.putHeader("X-Slack-Request-Timestamp", now())
        : request;
  }

  private HttpResponse<Buffer> signed(Provider provider, Buffer body) {
    return await(
        request(provider)
            .putHeader(provider.header(), provider.sign("HmacSHA256", SECRET, body))
            .sendBuffer(body));
  }

  private void assertForged(Provider provider, String signature, Buffer body) {
    HttpRequest<Buffer> request = request(provider).putHeader(provider.header(), signature);
    assertEquals(401, await(request.sendBuffer(body)).statusCode(), signature);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aSignedMessageIsStoredOnceAndTheSameAgainIsRecognised(Provider provider) {
    Buffer body = Buffer.buffer(provider.message());
    HttpResponse<Buffer> first = signed(provider, body);
    HttpResponse<Buffer> again = signed(provider, body);

    assertEquals(200, first.statusCode(), first.bodyAsString());
    assertEquals(200, again.statusCode());
    assertTrue(json(again).getBoolean("duplicate"));
    assertEquals("hé", server.intake.only().content().text());
    assertEquals(body, server.intake.only().origin().raw().bytes());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whatIsNotSignedRightIsRefusedAndLeavesNothing(Provider provider) {
    Buffer body = Buffer.buffer(provider.message());
    String right = provider.sign("HmacSHA256", SECRET, body);

    assertEquals(401, await(request(provider).sendBuffer(body)).statusCode(), "no header");
    assertForged(provider, "", body);
    assertForged(provider, provider.prefix(), body);
    assertForged(provider, right.substring(0, right.length() - 2), body);
    assertForged(provider, right + "00", body);
    assertForged(provider, provider.sign("HmacSHA1", SECRET, body), body);
    assertForged(provider, provider.sign("HmacSHA512", SECRET, body), body);
    assertForged(provider, provider.sign("HmacSHA256", "another secret", body), body);
    assertForged(provider, right, Buffer.buffer(provider.message()).appendString(" "));
    for (int i = provider.prefix().length(); i < right.length() - 2; i++) {
      char other = right.charAt(i) == '0' ? '1' : '0';
      assertForged(provider, right.substring(0, i) + other + right.substring(i + 1), body);
    }
    HttpRequest<Buffer> doubled =
        request(provider).putHeader(provider.header(), List.of(right, right));
    assertEquals(401, await(doubled.sendBuffer(body)).statusCode(), "doubled header");
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theSameJsonWrittenAnewHasAnotherSignature(Provider provider) {
    Buffer body = Buffer.buffer(provider.message());
    Buffer rewritten = new JsonObject(provider.message()).toBuffer();
    assertTrue(!rewritten.equals(body));

    assertForged(provider, provider.sign("HmacSHA256", SECRET, body), rewritten);
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void anUnknownEventIsAnsweredAndCounted(Provider provider) {
    HttpResponse<Buffer> response = signed(provider, Buffer.buffer(provider.unknown()));
    assertEquals(200, response.statusCode());
    assertEquals(1, json(response).getInteger("ignored"), response.bodyAsString());
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aSignedBodyThatIsNoJsonObjectIsRefused(Provider provider) {
    for (String body :
        List.of("", "{", "[]", "null", "\"text\"", "{} {}x", "{\"a\":".repeat(50_000))) {
      assertEquals(400, signed(provider, Buffer.buffer(body)).statusCode(), body);
    }
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void anUnsetSecretIsAMistakeAndLetsNobodyIn(Provider provider) {
    Section root = Section.root(Map.of("channels", Map.of("a", provider.settings(""))));
    assertTrue(
        ChannelKinds.create("a", root.section("channels").section("a"), server.context())
            .isEmpty());
    assertEquals(List.of("channels.a." + provider.secret() + " is missing"), root.mistakes());
  }

  @Test
  void anEmptySecretSignsNothing() {
    BodySignature signature =
        new BodySignature("X", Digests.Hmac.SHA256, BodySignature.Encoding.HEX, "");
    ChannelRequest request =
        new ChannelRequest(
            io.vertx.core.http.HttpMethod.POST,
            io.vertx.core.MultiMap.caseInsensitiveMultiMap().add("X", ""),
            io.vertx.core.MultiMap.caseInsensitiveMultiMap(),
            Buffer.buffer(),
            "192.0.2.1",
            NOW);
    List<String> given = new ArrayList<>(List.of("", "0".repeat(64)));
    for (String each : given) {
      request.headers().set("X", each);
      try {
        signature.require("", "secret", request);
        throw new AssertionError("let in with " + each);
      } catch (io.omnigate.core.error.Failure refused) {
        assertEquals("not-authentic", refused.code());
      }
    }
  }

  @Test
  void hexIsComparedAsItIsWritten() {
    Provider viber = providers().filter(each -> each.kind().equals("viber")).findFirst().get();
    Buffer body = Buffer.buffer(viber.message());
    String right = viber.sign("HmacSHA256", SECRET, body);
    assertForged(viber, right.toUpperCase(Locale.ROOT), body);
  }
}
