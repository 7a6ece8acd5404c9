package io.omnigate.channels;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.meta.MetaSignature;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
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
          {"id":"1","text":"hello","email":"a@example.com","phone":"+302101234567","page":"p"}""",
          "message=hello&email=a%40example.com&phone=%2B302101234567",
          "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n--b--\r\n");
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
            Map.of(
                "messenger", META,
                "whatsapp", Map.of("kind", "whatsapp", "appSecret", SECRET, "verifyToken", "v"),
                "telegram", Map.of("kind", "telegram", "secretToken", SECRET),
                "chat", Map.of("kind", "chat", "origins", List.of("*")),
                "form",
                    Map.of("kind", "form", "origins", List.of("*"), "ratePerMinute", 1_000_000)))) {
      List<String> channels = List.of("messenger", "whatsapp", "telegram", "chat", "form");
      for (int round = 0; round < 3_000; round++) {
        Buffer body = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
        String channel = channels.get(random.nextInt(channels.size()));
        HttpRequest<Buffer> request =
            server
                .post(channel)
                .putHeader(MetaSignature.HEADER, MetaSignature.sign(SECRET, body))
                .putHeader("X-Telegram-Bot-Api-Secret-Token", SECRET)
                .putHeader("Content-Type", TYPES.get(random.nextInt(TYPES.size())));
        HttpResponse<Buffer> response = await(request.sendBuffer(body));
        assertTrue(response.statusCode() < 500, () -> channel + " fails on " + body);
      }
    }
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
