package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.meta.MetaSignature;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated bodies on every channel that is not mail: an answer below 500, whatever comes. */
class FuzzTest {
  private static final String SECRET = "the secret";
  private static final Map<String, Object> META =
      Map.of("kind", "messenger", "appSecret", SECRET, "verifyToken", "v");
  private static final List<String> SEEDS =
      List.of(
          """
          {"object":"page","entry":[{"id":"1","time":1,"messaging":[{"sender":{"id":"9"},\
          "recipient":{"id":"1"},"timestamp":1457764197627,"message":{"mid":"m","text":"h\\u00e9",\
          "attachments":[{"type":"image","payload":{"url":"u"}}]}}],"changes":[{"field":"messages",\
          "value":{"metadata":{"phone_number_id":"1"},"contacts":[{"profile":{"name":"S"},\
          "wa_id":"16505551234"}],"messages":[{"from":"16505551234","id":"w","timestamp":"1749",\
          "type":"text","text":{"body":"hi"}}]}}]}]}""",
          """
          {"update_id":1,"message":{"message_id":5,"from":{"id":9,"first_name":"A"},"chat":{"id":9,\
          "type":"private"},"date":1441645532,"text":"hi","contact":{"phone_number":"1","user_id":9}}}""",
          """
          {"type":"event_callback","team_id":"T1","event_id":"E","for_user_id":"43","event":{\
          "type":"message","subtype":"message_changed","channel":"D1","ts":"1.2","message":{"user":"U",\
          "text":"<a|b> &lt;","ts":"1","edited":{}},"previous_message":{"user":"U"}},\
          "direct_message_events":[{"type":"message_create","id":"95","message_create":{\
          "sender_id":"30","message_data":{"text":"Hello","attachment":{"media":{"id":1}}}}}]}""",
          """
          {"destination":"Ua","event":"message","message_token":912661846655238145,"sender":{"id":"0A="},\
          "message":{"type":"file","size":1,"file_name":"a"},"events":[{"type":"message",\
          "source":{"type":"group","groupId":"g","userId":"u2"},"message":{"id":"3","type":"file",\
          "fileName":"a","fileSize":3}},{"type":"unsend","unsend":{"messageId":"3"}}]}""",
          """
          {"id":"1","text":"hello","email":"a@example.com","phone":"+302101234567","page":"p"}""",
          "message=hello&email=a%40example.com&phone=%2B302101234567",
          "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n--b--\r\n");
  private static final List<String> CHANNELS =
      List.of(
          "messenger",
          "whatsapp",
          "telegram",
          "line",
          "viber",
          "x",
          "slack",
          "webhook",
          "chat",
          "form");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=b");

  @Test
  void noMutationIsOurFault() {
    Random random = new Random(1106);
    try (TestServer server =
        TestServer.with(
            Map.ofEntries(
                Map.entry("messenger", META),
                Map.entry(
                    "whatsapp",
                    Map.of("kind", "whatsapp", "appSecret", SECRET, "verifyToken", "v")),
                Map.entry("telegram", Map.of("kind", "telegram", "secretToken", SECRET)),
                Map.entry("line", Map.of("kind", "line", "channelSecret", SECRET)),
                Map.entry("viber", Map.of("kind", "viber", "authToken", SECRET)),
                Map.entry("x", Map.of("kind", "x", "consumerSecret", SECRET)),
                Map.entry("slack", Map.of("kind", "slack", "signingSecret", SECRET)),
                Map.entry(
                    "webhook",
                    Map.of("kind", "webhook", "secret", SECRET, "fields", Map.of("text", "/text"))),
                Map.entry("chat", Map.of("kind", "chat", "origins", List.of("*"))),
                Map.entry(
                    "form",
                    Map.of(
                        "kind", "form", "origins", List.of("*"), "ratePerMinute", 1_000_000))))) {
      for (int round = 0; round < 5_000; round++) {
        Buffer body = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        String now = Long.toString(Instant.now().getEpochSecond());
        HttpRequest<Buffer> request =
            server
                .post(channel)
                .putHeader(MetaSignature.HEADER, MetaSignature.sign(SECRET, body))
                .putHeader("X-Line-Signature", signed("", body, BodySignature.Encoding.BASE64))
                .putHeader(
                    "x-twitter-webhooks-signature",
                    signed("sha256=", body, BodySignature.Encoding.BASE64))
                .putHeader(
                    "X-Viber-Content-Signature", signed("", body, BodySignature.Encoding.HEX))
                .putHeader("X-Signature", signed("", body, BodySignature.Encoding.HEX))
                .putHeader("X-Slack-Request-Timestamp", now)
                .putHeader(
                    "X-Slack-Signature",
                    signed(
                        "v0=",
                        Buffer.buffer("v0:" + now + ':').appendBuffer(body),
                        BodySignature.Encoding.HEX))
                .putHeader("X-Telegram-Bot-Api-Secret-Token", SECRET)
                .putHeader("Content-Type", TYPES.get(random.nextInt(TYPES.size())));
        HttpResponse<Buffer> response = await(request.sendBuffer(body));
        assertTrue(response.statusCode() < 500, () -> channel + " fails on " + body);
      }
    }
  }

  private static String signed(String prefix, Buffer body, BodySignature.Encoding encoding) {
    return new BodySignature("any", Digests.Hmac.SHA256, encoding, prefix).sign(SECRET, body);
  }

  private static Buffer mutated(String seed, Random random) {
    byte[] body = seed.getBytes(StandardCharsets.UTF_8);
    byte[] tokens = "{}[]:,\"\\0123456789enulltrufs&=%-\r\n\0".getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(body.length);
      body[at] =
          random.nextBoolean() ? tokens[random.nextInt(tokens.length)] : (byte) random.nextInt(256);
    }
    return Buffer.buffer(body);
  }
}
