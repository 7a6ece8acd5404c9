package io.omnigate.channels.viber;

import static io.omnigate.channels.TestServer.await;
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

class ViberChannelTest {
  private static final String TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9";
  private static final String MESSAGE =
      """
      {"event":"message","timestamp":1457764197627,"message_token":912661846655238145,\
      "sender":{"id":"01234567890A=","name":"Yarden"},"message":{"type":"text","text":"HI!"}}""";

  private final TestServer server =
      TestServer.with(Map.of("viber", Map.of("kind", "viber", "authToken", TOKEN)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(String text) {
    Buffer body = Buffer.buffer(text);
    return await(
        server
            .post("viber")
            .putHeader("X-Viber-Content-Signature", ViberChannel.SIGNATURE.sign(TOKEN, body))
            .sendBuffer(body));
  }

  @Test
  void aMessageIsStoredUnderAllTheDigitsOfItsToken() {
    assertEquals(200, send(MESSAGE).statusCode());
    assertEquals(200, send(MESSAGE.replace("8145", "8146")).statusCode());

    List<InboundMessage> kept = server.intake.messages();
    assertEquals("912661846655238145", kept.get(0).origin().key());
    assertEquals("912661846655238146", kept.get(1).origin().key());
    assertEquals("912661846655238145", kept.get(0).content().facts().get("messageId"));
    assertEquals("Yarden", kept.get(0).sender().name());
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "viber:01234567890A=", true)),
        kept.get(0).sender().identities());
    assertEquals(kept.get(0).threading(), kept.get(1).threading());
  }

  @Test
  void theEventOfTheSetUpIsAnsweredWith200() {
    HttpResponse<Buffer> response =
        send("{\"event\":\"webhook\",\"timestamp\":1,\"message_token\":241256543215}");
    assertEquals(200, response.statusCode());
    assertEquals(1, server.ignored("viber", "webhook"));
  }

  @Test
  void aPictureIsKeptByReference() {
    send(
        MESSAGE.replace(
            "{\"type\":\"text\",\"text\":\"HI!\"}",
            """
            {"type":"picture","text":"broken","media":"https://dl.example/p.jpg","file_name":"p.jpg",\
            "size":1024}"""));
    InboundMessage kept = server.intake.only();
    assertEquals("[picture] broken", kept.content().text());
    assertEquals(
        List.of(
            Map.of(
                "type",
                "picture",
                "url",
                "https://dl.example/p.jpg",
                "name",
                "p.jpg",
                "size",
                1024L)),
        kept.content().facts().get("media"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"url\",\"media\":\"https://x.example\"} | https://x.example",
        "{\"type\":\"file\",\"file_name\":\"a.pdf\"} | [file] a.pdf",
        "{\"type\":\"sticker\",\"sticker_id\":46105} | [sticker]",
        "{\"type\":\"contact\",\"contact\":{\"name\":\"Al\",\"phone_number\":\"+1\"}} | [contact] Al +1",
        "{\"type\":\"location\",\"location\":{\"lat\":\"37.7\",\"lon\":-122}} | [location] (37.7, -122)",
        "{\"type\":\"new\"} | [a message that Viber does not pass on]",
      })
  void whatHasNoWordsSaysWhatItIs(String message, String text) {
    send(MESSAGE.replace("{\"type\":\"text\",\"text\":\"HI!\"}", message));
    assertEquals(text, server.intake.only().content().text());
  }

  @ParameterizedTest
  @CsvSource({
    "delivered, status",
    "seen, status",
    "failed, status",
    "subscribed, subscription",
    "conversation_started, subscription",
    "client_status, other-event",
  })
  void whatIsNoCustomerTextIsIgnoredAndCounted(String event, String reason) {
    assertEquals(200, send(MESSAGE.replace("\"message\",", '"' + event + "\",")).statusCode());
    assertTrue(server.intake.messages().isEmpty());
    assertEquals(1, server.ignored("viber", reason));
  }
}
