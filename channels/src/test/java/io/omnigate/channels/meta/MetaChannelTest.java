package io.omnigate.channels.meta;

import static io.omnigate.channels.TestServer.json;
import static io.omnigate.channels.meta.MetaDoor.MESSAGE;
import static io.omnigate.channels.meta.MetaDoor.WHATSAPP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.notice.Notice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What customers write by Meta's products. */
class MetaChannelTest {
  private final MetaDoor door = new MetaDoor();
  private final TestServer server = door.server;

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<Buffer> sendMessage(String message) {
    return door.send("messenger", MESSAGE.replace("{\"mid\":\"m_1\",\"text\":\"hello\"}", message));
  }

  @Test
  void aMessageIsStoredAndAnsweredWithItsReceipt() {
    HttpResponse<Buffer> response = door.send("messenger", MESSAGE);

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("hello", kept.content().text());
    assertEquals("123:m_1", kept.origin().key());
    assertEquals("2016-03-12T06:29:57.627Z", kept.content().facts().get("sentAt"));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "messenger:987", true)),
        kept.sender().identities());
    assertEquals(kept.ids().ticket().value(), json(response).getString("ticket"));
    assertEquals(1, json(response).getJsonArray("receipts").size());
    assertEquals(0, json(response).getInteger("ignored"));
  }

  @Test
  void theSameMessageAgainIsRecognisedEvenInAnotherEnvelope() {
    door.send("messenger", MESSAGE);
    HttpResponse<Buffer> again =
        door.send("messenger", MESSAGE.replace("1457764198246", "1457764199999"));
    assertEquals(200, again.statusCode());
    assertTrue(json(again).getBoolean("duplicate"));
    server.intake.only();
  }

  @Test
  void aBatchIsStoredWholeAndItsPayloadIsShared() {
    JsonArray events = new JsonArray();
    JsonObject event =
        new JsonObject(MESSAGE)
            .getJsonArray("entry")
            .getJsonObject(0)
            .getJsonArray("messaging")
            .getJsonObject(0);
    for (int i = 0; i < 1_000; i++) {
      JsonObject copy = event.copy();
      copy.getJsonObject("message").put("mid", "m_" + i);
      events.add(copy);
    }
    JsonObject batch = new JsonObject(MESSAGE);
    batch.getJsonArray("entry").getJsonObject(0).put("messaging", events);
    HttpResponse<Buffer> response = door.send("messenger", batch.toBuffer());

    assertEquals(200, response.statusCode());
    assertEquals(1_000, json(response).getJsonArray("receipts").size());
    List<InboundMessage> kept = server.intake.messages();
    assertEquals(1_000, kept.size());
    assertTrue(kept.stream().allMatch(each -> each.origin().raw().shared()));
    assertEquals(1_000, kept.stream().map(each -> each.ids().ticket()).distinct().count());
  }

  @Test
  void aBatchOfWhichOneCannotBeStoredIsRefusedWhole() {
    server.intake.failWith(new Failure(Failure.Kind.TOO_MANY, "intake-full", "too much at once"));
    HttpResponse<Buffer> response = door.send("messenger", MESSAGE);
    assertEquals(429, response.statusCode());
    assertNotNull(response.getHeader("Retry-After"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mid\":\"m\",\"is_echo\":true,\"text\":\"ours\"} | echo",
      })
  void whatIsNoCustomerTextIsIgnoredAndCounted(String message, String reason) {
    HttpResponse<Buffer> response = sendMessage(message);
    assertEquals(200, response.statusCode());
    assertEquals(1, json(response).getInteger("ignored"));
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("messenger", reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mid\":\"m\",\"attachments\":[{\"type\":\"image\",\"payload\":{\"url\":\"u\"}}]} | [image]",
        "{\"mid\":\"m\",\"is_unsupported\":true} | [a message that Meta does not pass on]",
        "{\"mid\":\"m\",\"text\":\"Red\",\"quick_reply\":{\"payload\":\"R\"}} | Red",
      })
  void whatHasNoWordsSaysWhatItIs(String message, String text) {
    sendMessage(message);
    assertEquals(text, server.intake.only().content().text());
  }

  @Test
  void anEditIsTheNewerTextOfTheSameMessage() {
    door.send("messenger", MESSAGE);
    door.send(
        "messenger",
        MESSAGE.replace(
            "\"message\":{\"mid\":\"m_1\",\"text\":\"hello\"}",
            "\"message_edit\":{\"mid\":\"m_1\",\"text\":\"hello there\",\"num_edit\":1}"));

    InboundMessage edit = server.intake.messages().get(1);
    assertEquals(Nature.EDIT, edit.handling().nature());
    assertEquals("hello there", edit.content().text());
    assertEquals("m_1", edit.content().facts().get("messageId"));
    assertEquals(server.intake.messages().get(0).threading(), edit.threading());
  }

  @ParameterizedTest
  @ValueSource(strings = {"messenger", "instagram"})
  void aDeletedMessageIsWithdrawn(String channel) {
    String message = MESSAGE.replace("page", channel.equals("instagram") ? channel : "page");
    door.send(channel, message);
    HttpResponse<Buffer> response =
        door.send(
            channel,
            message.replace("\"text\":\"hello\"", "\"is_deleted\":true").replace("627", "999"));

    assertEquals(200, response.statusCode());
    assertEquals(0, json(response).getJsonArray("receipts").size());
    assertEquals(1, server.ignored(channel, "deleted"));
    Notice.Withdrawn withdrawn = (Notice.Withdrawn) server.notices.getFirst();
    assertEquals("m_1", withdrawn.messageId());
    assertEquals(server.intake.only().threading().claims(), List.of(withdrawn.conversation()));
  }

  @Test
  void filesAreKeptByReferenceAndNeverFetched() {
    sendMessage(
        "{\"mid\":\"m\",\"attachments\":[{\"type\":\"image\",\"payload\":{\"url\":\"https://cdn.example/a\"}}]}");
    assertEquals(
        List.of(Map.of("type", "image", "url", "https://cdn.example/a")),
        server.intake.only().content().facts().get("media"));
    door.send(
        "whatsapp",
        WHATSAPP.replace(
            "\"type\":\"text\",\"text\":{\"body\":\"hi\"}",
            "\"type\":\"document\",\"document\":{\"id\":\"77\",\"mime_type\":\"application/pdf\",\"filename\":\"a.pdf\",\"caption\":\"bill\"}"));
    InboundMessage kept = server.intake.messages().get(1);
    assertEquals("[document] bill", kept.content().text());
    assertEquals(
        List.of(
            Map.of(
                "type", "document", "id", "77", "name", "a.pdf", "mediaType", "application/pdf")),
        kept.content().facts().get("media"));
  }
}
