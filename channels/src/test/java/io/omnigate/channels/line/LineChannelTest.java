package io.omnigate.channels.line;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.notice.Notice;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineChannelTest {
  private static final String SECRET = "the channel secret";
  private static final String EVENT =
      """
      {"type":"message","mode":"active","timestamp":1462629479859,"source":{"type":"user",\
      "userId":"u2"},"replyToken":"n","message":{"id":"325708","type":"text","text":"Hello"},\
      "webhookEventId":"01G2","deliveryContext":{"isRedelivery":false}}""";

  private final TestServer server =
      TestServer.with(Map.of("line", Map.of("kind", "line", "channelSecret", SECRET)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(String... events) {
    Buffer body =
        Buffer.buffer("{\"destination\":\"Ua\",\"events\":[" + String.join(",", events) + "]}");
    return await(
        server
            .post("line")
            .putHeader("X-Line-Signature", LineChannel.SIGNATURE.sign(SECRET, body))
            .sendBuffer(body));
  }

  private InboundMessage sentWith(String message) {
    send(EVENT.replace("{\"id\":\"325708\",\"type\":\"text\",\"text\":\"Hello\"}", message));
    return server.intake.only();
  }

  @Test
  void aMessageIsStoredUnderItsEventsId() {
    HttpResponse<Buffer> response = send(EVENT);

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("Hello", kept.content().text());
    assertEquals("01G2", kept.origin().key());
    assertEquals("325708", kept.content().facts().get("messageId"));
    assertEquals("2016-05-07T13:57:59.859Z", kept.content().facts().get("sentAt"));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "line:u2", true)), kept.sender().identities());
  }

  @Test
  void theEmptyProbeOfTheConsoleIsAnsweredWith200() {
    HttpResponse<Buffer> response = send();
    assertEquals(200, response.statusCode());
    assertEquals(0, json(response).getJsonArray("receipts").size());
  }

  @Test
  void aRedeliveryIsTheSameMessage() {
    send(EVENT);
    HttpResponse<Buffer> again =
        send(EVENT.replace("\"isRedelivery\":false", "\"isRedelivery\":true"));
    assertTrue(json(again).getBoolean("duplicate"));
    server.intake.only();
  }

  @Test
  void aRedeliveryWithoutAnEventIdIsTheSameMessageToo() {
    String bare = EVENT.replace("\"webhookEventId\":\"01G2\",", "");
    send(bare);
    send(bare.replace("\"isRedelivery\":false", "\"isRedelivery\":true"));
    send(bare.replace("Hello", "Hello?"));
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void aBatchIsStoredWhole() {
    HttpResponse<Buffer> response =
        send(EVENT, EVENT.replace("01G2", "01G3"), "{\"type\":\"follow\"}");
    assertEquals(2, json(response).getJsonArray("receipts").size());
    assertEquals(1, json(response).getInteger("ignored"));
  }

  @Test
  void anEditIsTheNewerTextOfTheSameMessage() {
    send(EVENT);
    send(
        EVENT
            .replace("\"type\":\"message\"", "\"type\":\"messageEdited\"")
            .replace("Hello", "Hello there")
            .replace("01G2", "01G3"));

    InboundMessage edit = server.intake.messages().get(1);
    assertEquals(Nature.EDIT, edit.handling().nature());
    assertEquals("Hello there", edit.content().text());
    assertEquals("325708", edit.content().facts().get("messageId"));
    assertEquals(server.intake.messages().get(0).threading(), edit.threading());
  }

  @Test
  void unsendWithdrawsAMessageOfTheConversation() {
    send(EVENT);
    HttpResponse<Buffer> response =
        send(
            """
            {"type":"unsend","timestamp":1,"source":{"type":"user","userId":"u2"},\
            "unsend":{"messageId":"325708"},"webhookEventId":"01G4"}""");

    assertEquals(200, response.statusCode());
    assertEquals(1, server.ignored("line", "deleted"));
    Notice.Withdrawn withdrawn = (Notice.Withdrawn) server.notices.getFirst();
    assertEquals("325708", withdrawn.messageId());
    assertEquals(server.intake.only().threading().claims(), List.of(withdrawn.conversation()));
  }

  @Test
  void inAGroupEachMemberHasAConversationAndAnswersGoToTheGroup() {
    String group =
        EVENT.replace(
            "{\"type\":\"user\",\"userId\":\"u2\"}",
            "{\"type\":\"group\",\"groupId\":\"g1\",\"userId\":\"u2\"}");
    send(group, group.replace("\"u2\"", "\"u3\"").replace("01G2", "01G3"));

    InboundMessage one = server.intake.messages().get(0);
    InboundMessage other = server.intake.messages().get(1);
    assertNotEquals(one.threading().claims(), other.threading().claims());
    assertEquals("g1", one.threading().answersTo());
    assertEquals("line:u3", other.sender().identities().getFirst().value());
  }

  @Test
  void aMemberWhoHasNotAgreedIsKnownByTheGroup() {
    send(
        EVENT.replace(
            "{\"type\":\"user\",\"userId\":\"u2\"}", "{\"type\":\"group\",\"groupId\":\"g1\"}"));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "line:g1", true)),
        server.intake.only().sender().identities());
  }

  @Test
  void aFileIsKeptByReference() {
    InboundMessage kept =
        sentWith(
            """
            {"id":"7","type":"file","fileName":"../bill.pdf","fileSize":22016}""");
    assertEquals("[file] ../bill.pdf", kept.content().text());
    assertEquals(
        List.of(Map.of("type", "file", "id", "7", "name", ".._bill.pdf", "size", 22016L)),
        kept.content().facts().get("media"));
    assertEquals(List.of(), kept.content().attachments());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"7\",\"type\":\"image\"} | [image]",
        "{\"id\":\"7\",\"type\":\"sticker\",\"keywords\":[\"bed\"]} | [sticker]",
        "{\"id\":\"7\",\"type\":\"sticker\",\"text\":\"Let's go\"} | [sticker] Let's go",
        "{\"id\":\"7\",\"type\":\"location\",\"title\":\"Office\",\"address\":\"Main St\",\"latitude\":1.5,\"longitude\":2} | [location] Office Main St (1.5, 2)",
        "{\"id\":\"7\",\"type\":\"hologram\"} | [a message that LINE does not pass on]",
      })
  void whatHasNoWordsSaysWhatItIs(String message, String text) {
    assertEquals(text, sentWith(message).content().text());
  }

  @ParameterizedTest
  @CsvSource({
    "follow, follow",
    "unfollow, follow",
    "join, member",
    "memberLeft, member",
    "postback, postback",
    "beacon, other-event",
    "accountLink, other-event",
    "videoPlayComplete, other-event",
  })
  void whatIsNoCustomerTextIsIgnoredAndCounted(String type, String reason) {
    assertEquals(
        200, send(EVENT.replace("\"message\",\"mode\"", '"' + type + "\",\"mode\"")).statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("line", reason));
  }

  @Test
  void whoeverCannotBeToldApartIsNobody() {
    send(EVENT.replace("{\"type\":\"user\",\"userId\":\"u2\"}", "{\"type\":\"new\"}"));
    assertEquals(1, server.ignored("line", "no-sender"));
  }
}
