package io.omnigate.channels.telegram;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.notice.Notice;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramChannelTest {
  private static final String HEADER = "X-Telegram-Bot-Api-Secret-Token";
  private static final String SECRET = "the_secret_token";
  private static final String MESSAGE =
      """
      {"update_id":1,"message":{"message_id":5,"from":{"id":9,"is_bot":false,"first_name":"Ann",\
      "last_name":"Lee"},"chat":{"id":9,"type":"private"},"date":1441645532,"text":"hi"}}""";

  private final TestServer server =
      TestServer.with(Map.of("telegram", Map.of("kind", "telegram", "secretToken", SECRET)));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(String body) {
    return await(server.post("telegram").putHeader(HEADER, SECRET).sendBuffer(Buffer.buffer(body)));
  }

  @Test
  void aMessageIsStored() {
    HttpResponse<Buffer> response = send(MESSAGE);

    assertEquals(200, response.statusCode());
    InboundMessage kept = server.intake.only();
    assertEquals("hi", kept.content().text());
    assertEquals("Ann Lee", kept.sender().name());
    assertEquals("1", kept.origin().key());
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "telegram:9", true)),
        kept.sender().identities());
    assertEquals(kept.ids().ticket().value(), json(response).getString("ticket"));
  }

  @Test
  void theSameUpdateAgainIsRecognisedAndAnotherOneIsNot() {
    send(MESSAGE);
    assertTrue(json(send(MESSAGE)).getBoolean("duplicate"));
    send(MESSAGE.replace("\"update_id\":1", "\"update_id\":2"));
    assertEquals(2, server.intake.messages().size());
  }

  @Test
  void anEditIsTheNewerTextOfTheSameMessage() {
    send(MESSAGE);
    send(
        MESSAGE
            .replace("\"update_id\":1", "\"update_id\":2")
            .replace("\"message\":{", "\"edited_message\":{")
            .replace("\"hi\"", "\"hi there\""));

    InboundMessage edit = server.intake.messages().get(1);
    assertEquals(Nature.EDIT, edit.handling().nature());
    assertEquals("hi there", edit.content().text());
    assertEquals("5", edit.content().facts().get("messageId"));
    assertEquals(true, edit.content().facts().get("edited"));
    assertEquals(server.intake.messages().get(0).threading(), edit.threading());
    Notice.Edited told = (Notice.Edited) server.notices.getFirst();
    assertEquals("5", told.messageId());
    assertEquals(edit.threading().claims(), List.of(told.conversation()));
  }

  @Test
  void inAGroupAnswersGoToTheGroup() {
    send(MESSAGE.replace("{\"id\":9,\"type\":\"private\"}", "{\"id\":-100,\"type\":\"group\"}"));
    assertEquals("-100", server.intake.only().threading().answersTo());
  }

  @Test
  void inAGroupWithTopicsAnswersStayInTheTopicAndEachIsAConversation() {
    String group =
        MESSAGE.replace(
            "{\"id\":9,\"type\":\"private\"}", "{\"id\":-1009,\"type\":\"supergroup\"}");
    String topic =
        group
            .replace("\"update_id\":1", "\"update_id\":2")
            .replace(
                "\"date\"",
                "\"message_thread_id\":55,\"is_topic_message\":true,"
                    + "\"reply_to_message\":{\"message_id\":55,\"forum_topic_created\":{}},\"date\"");
    String reply =
        group
            .replace("\"update_id\":1", "\"update_id\":3")
            .replace("\"date\"", "\"message_thread_id\":70,\"date\"");
    List.of(group, topic, reply).forEach(this::send);

    List<Threading> threads =
        server.intake.messages().stream().map(InboundMessage::threading).toList();
    assertEquals(
        List.of("-1009", "-1009:55", "-1009"), threads.stream().map(Threading::answersTo).toList());
    assertNotEquals(threads.get(0).claims(), threads.get(1).claims());
    assertEquals(threads.get(0).claims(), threads.get(2).claims());
    assertNull(server.intake.messages().get(1).content().facts().get("replyTo"));
  }

  @Test
  void aFileIsKeptByReferenceAndOfAPictureTheLargestSize() {
    send(
        MESSAGE.replace(
            "\"text\":\"hi\"",
            "\"document\":{\"file_id\":\"d1\",\"file_name\":\"a.pdf\",\"mime_type\":\"application/pdf\",\"file_size\":7}"));
    send(
        MESSAGE
            .replace("\"update_id\":1", "\"update_id\":2")
            .replace(
                "\"text\":\"hi\"",
                "\"photo\":[{\"file_id\":\"s\"},{\"file_id\":\"l\",\"file_size\":9}]"));

    assertEquals(
        List.of(
            Map.of(
                "type",
                "document",
                "id",
                "d1",
                "name",
                "a.pdf",
                "mediaType",
                "application/pdf",
                "size",
                7L)),
        server.intake.messages().get(0).content().facts().get("media"));
    assertEquals(
        List.of(Map.of("type", "photo", "id", "l", "size", 9L)),
        server.intake.messages().get(1).content().facts().get("media"));
  }

  @Test
  void aPictureIsShownByItsCaption() {
    send(
        MESSAGE.replace(
            "\"text\":\"hi\"", "\"photo\":[{\"file_id\":\"f\"}],\"caption\":\"broken\""));
    assertEquals("[photo] broken", server.intake.only().content().text());
  }

  @Test
  void aSendersOwnContactCardTellsTheNumber() {
    send(
        MESSAGE.replace(
            "\"text\":\"hi\"", "\"contact\":{\"phone_number\":\"302101234567\",\"user_id\":9}"));
    assertTrue(
        server
            .intake
            .only()
            .sender()
            .identities()
            .contains(new Identity(Identity.Kind.PHONE, "+302101234567", false)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"update_id\":1,\"message_reaction\":{}} | reaction",
        "{\"update_id\":1,\"my_chat_member\":{}} | not-a-message",
        "{\"update_id\":1,\"channel_post\":{\"text\":\"x\"}} | not-a-message",
        "{\"update_id\":1,\"message\":{\"from\":{\"id\":1,\"is_bot\":true},\"text\":\"x\"}} | bot",
        "{\"update_id\":1,\"message\":{\"from\":{\"id\":1},\"new_chat_title\":\"x\"}} | service-message",
        "{\"update_id\":1,\"message\":{\"text\":\"x\"}} | no-sender",
        "{\"update_id\":1,\"message\":{\"from\":{\"id\":1},\"chat\":{\"type\":\"channel\"}}} | not-a-chat",
      })
  void whatIsNoCustomerTextIsIgnoredAndCounted(String update, String reason) {
    assertEquals(200, send(update).statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("telegram", reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"message\":{}}", "{\"update_id\":{}}"})
  void aMalformedUpdateIsRefused(String body) {
    assertEquals(400, send(body).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "the_secret_toke", "the_secret_token2", "another", "THE_SECRET_TOKEN"})
  void whoDoesNotKnowTheSecretIsRefused(String secret) {
    HttpRequest<Buffer> request = server.post("telegram").putHeader(HEADER, secret);
    assertEquals(401, await(request.sendBuffer(Buffer.buffer(MESSAGE))).statusCode());
    assertEquals(
        401, await(server.post("telegram").sendBuffer(Buffer.buffer(MESSAGE))).statusCode());
    HttpRequest<Buffer> doubled =
        server.post("telegram").putHeader(HEADER, List.of(SECRET, SECRET));
    assertEquals(401, await(doubled.sendBuffer(Buffer.buffer(MESSAGE))).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }
}
