package io.omnigate.channels.meta;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.meta.MetaDoor.MESSAGE;
import static io.omnigate.channels.meta.MetaDoor.SECRET;
import static io.omnigate.channels.meta.MetaDoor.WHATSAPP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send, who may set up the webhook, and what is none of ours. */
class MetaRequestTest {
  private final MetaDoor door = new MetaDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @CsvSource({
    "instagram, page",
    "messenger, instagram",
    "messenger, whatsapp_business_account",
    "whatsapp, page",
  })
  void whatIsAnotherProductsIsDroppedAndCounted(String channel, String object) {
    String body = channel.equals("whatsapp") ? WHATSAPP : MESSAGE;
    HttpResponse<Buffer> response =
        door.send(
            channel, body.replaceFirst("\"object\":\"[a-z_]+\"", "\"object\":\"" + object + "\""));
    assertEquals(200, response.statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored(channel, "other-object"));
  }

  @Test
  void theHandshakeEchoesTheChallenge() {
    HttpResponse<Buffer> response =
        await(
            server
                .get("/in/messenger")
                .addQueryParam("hub.mode", "subscribe")
                .addQueryParam("hub.verify_token", "the verify token")
                .addQueryParam("hub.challenge", "1158201444")
                .send());
    assertEquals(200, response.statusCode());
    assertEquals("1158201444", response.bodyAsString());
    assertTrue(response.getHeader("Content-Type").startsWith("text/plain"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?hub.mode=subscribe&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=&hub.challenge=1",
        "?hub.mode=unsubscribe&hub.verify_token=the%20verify%20token&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=the%20verify%20token",
      })
  void aHandshakeOfSomebodyElseIsForbidden(String query) {
    assertEquals(403, await(server.get("/in/messenger" + query).send()).statusCode());
  }

  @Test
  void everyForgedSignatureIsRefused() {
    Buffer body = Buffer.buffer(MESSAGE);
    String right = MetaSignature.sign(SECRET, body);
    List<String> forged =
        new ArrayList<>(
            List.of(
                "",
                "sha256=",
                right.substring(0, right.length() - 2),
                right + "00",
                right.replace("sha256=", "sha1="),
                right.substring("sha256=".length()),
                right.toUpperCase(java.util.Locale.ROOT),
                MetaSignature.sign("another secret", body)));
    for (int i = "sha256=".length(); i < right.length(); i++) {
      char other = right.charAt(i) == '0' ? '1' : '0';
      forged.add(right.substring(0, i) + other + right.substring(i + 1));
    }
    for (String signature : forged) {
      HttpRequest<Buffer> request =
          server.post("messenger").putHeader(MetaSignature.HEADER, signature);
      assertEquals(401, await(request.sendBuffer(body)).statusCode(), signature);
    }
    assertEquals(401, await(server.post("messenger").sendBuffer(body)).statusCode());
    HttpRequest<Buffer> doubled =
        server.post("messenger").putHeader(MetaSignature.HEADER, List.of(right, right));
    assertEquals(401, await(doubled.sendBuffer(body)).statusCode());
    Buffer rewritten = new JsonObject(MESSAGE.replace("hello", "h\u00e9")).toBuffer();
    Buffer signed = Buffer.buffer(MESSAGE.replace("hello", "h\\u00e9"));
    HttpRequest<Buffer> reserialised =
        server
            .post("messenger")
            .putHeader(MetaSignature.HEADER, MetaSignature.sign(SECRET, signed));
    assertEquals(401, await(reserialised.sendBuffer(rewritten)).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{\"entry\":[}", "{} {}x"})
  void aSignedBodyThatIsNoJsonObjectIsRefused(String body) {
    assertEquals(400, door.send("messenger", body).statusCode());
  }

  @Test
  void deepJsonIsRefusedAndNotRead() {
    String bomb = "{\"entry\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertEquals(400, door.send("messenger", bomb).statusCode());
    assertEquals(400, door.send("whatsapp", "{\"a\":".repeat(50_000)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"object\":\"new_thing\",\"entry\":[{\"id\":1,\"changes\":[{\"field\":\"new\"}]}]}",
        "{\"entry\":[1,null,\"x\",{\"messaging\":{}},{\"messaging\":[null,7,{\"message\":\"x\"}]}]}",
        "{\"entry\":[{\"messaging\":[{\"sender\":7,\"message\":{\"mid\":{}}}]}]}",
        "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":\"x\"}]}]}",
      })
  void anUnknownEventIsAnsweredAndMakesNothing(String body) {
    for (String channel : List.of("messenger", "instagram", "whatsapp")) {
      assertEquals(200, door.send(channel, body).statusCode(), channel);
    }
    assertEquals(List.of(), server.intake.messages());
  }
}
