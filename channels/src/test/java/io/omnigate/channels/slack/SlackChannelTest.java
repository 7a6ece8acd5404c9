package io.omnigate.channels.slack;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.notice.Notice;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackChannelTest {
  private static final SlackSignature SIGNATURE = new SlackSignature("the signing secret");
  private static final String MESSAGE =
      """
      {"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"message",\
      "channel":"D1","channel_type":"im","user":"U1","text":"hi","ts":"1355517523.000005"}}""";

  private final TestServer server =
      TestServer.with(
          Map.of("slack", Map.of("kind", "slack", "signingSecret", "the signing secret")));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(String text) {
    return send(text, Long.toString(Instant.now().getEpochSecond()));
  }

  private HttpResponse<Buffer> send(String text, String timestamp) {
    Buffer body = Buffer.buffer(text);
    HttpRequest<Buffer> request =
        server
            .post("slack")
            .putHeader(SlackSignature.HEADER, SIGNATURE.sign(timestamp, body))
            .putHeader(SlackSignature.TIMESTAMP, timestamp);
    return await(request.sendBuffer(body));
  }

  private String event(String id, String event) {
    return "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event_id\":\""
        + id
        + "\",\"event\":"
        + event
        + "}";
  }

  @Test
  void aMessageIsStoredUnderItsEventsId() {
    assertEquals(200, send(MESSAGE).statusCode());

    InboundMessage kept = server.intake.only();
    assertEquals("hi", kept.content().text());
    assertEquals("Ev1", kept.origin().key());
    assertEquals("2012-12-14T20:38:43Z", kept.content().facts().get("sentAt"));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "slack:U1", true)), kept.sender().identities());
    assertEquals("D1", kept.threading().answersTo());
  }

  @Test
  void aRetryIsRecognisedWhateverItsNumber() {
    send(MESSAGE);
    Buffer body = Buffer.buffer(MESSAGE);
    String now = Long.toString(Instant.now().getEpochSecond());
    HttpResponse<Buffer> again =
        await(
            server
                .post("slack")
                .putHeader(SlackSignature.HEADER, SIGNATURE.sign(now, body))
                .putHeader(SlackSignature.TIMESTAMP, now)
                .putHeader("X-Slack-Retry-Num", "1")
                .putHeader("X-Slack-Retry-Reason", "http_timeout")
                .sendBuffer(body));
    assertTrue(json(again).getBoolean("duplicate"));
  }

  @Test
  void theChallengeIsEchoed() {
    HttpResponse<Buffer> response =
        send("{\"type\":\"url_verification\",\"token\":\"t\",\"challenge\":\"3eZbrw1aB\"}");
    assertEquals(200, response.statusCode());
    assertEquals("3eZbrw1aB", json(response).getString("challenge"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-301", "301", "-86400"})
  void aRecordedRequestIsRefused(String skew) {
    long then = Instant.now().getEpochSecond() + Long.parseLong(skew) * 101 / 100;
    assertEquals(401, send(MESSAGE, Long.toString(then)).statusCode());
    assertEquals(List.of(), server.intake.messages());
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "-1", "1.5", "99999999999999999999", "0x10"})
  void aTimestampThatIsNoneIsRefused(String timestamp) {
    assertEquals(401, send(MESSAGE, timestamp).statusCode());
  }

  @Test
  void theTimestampIsPartOfWhatIsSigned() {
    Buffer body = Buffer.buffer(MESSAGE);
    long now = Instant.now().getEpochSecond();
    String signature = SIGNATURE.sign(Long.toString(now), body);
    HttpRequest<Buffer> moved =
        server
            .post("slack")
            .putHeader(SlackSignature.HEADER, signature)
            .putHeader(SlackSignature.TIMESTAMP, Long.toString(now - 1));
    assertEquals(401, await(moved.sendBuffer(body)).statusCode());
    HttpRequest<Buffer> without = server.post("slack").putHeader(SlackSignature.HEADER, signature);
    assertEquals(401, await(without.sendBuffer(body)).statusCode());
    HttpRequest<Buffer> doubled =
        server
            .post("slack")
            .putHeader(SlackSignature.HEADER, signature)
            .putHeader(SlackSignature.TIMESTAMP, List.of(Long.toString(now), Long.toString(now)));
    assertEquals(401, await(doubled.sendBuffer(body)).statusCode());
  }

  @Test
  void anEditIsTheNewerTextOfTheSameMessage() {
    send(MESSAGE);
    send(
        event(
            "Ev2",
            """
            {"type":"message","subtype":"message_changed","hidden":true,"channel":"D1","ts":"2.0",\
            "message":{"type":"message","user":"U1","text":"hi there","ts":"1355517523.000005",\
            "edited":{"user":"U1","ts":"2.0"}},"previous_message":{"user":"U1","text":"hi"}}"""));

    InboundMessage edit = server.intake.messages().get(1);
    assertEquals(Nature.EDIT, edit.handling().nature());
    assertEquals("hi there", edit.content().text());
    assertEquals("1355517523.000005", edit.content().facts().get("messageId"));
    assertEquals(server.intake.messages().get(0).threading().claims(), edit.threading().claims());
  }

  @Test
  void aLinkPreviewIsNoEdit() {
    send(
        event(
            "Ev2",
            """
            {"type":"message","subtype":"message_changed","channel":"D1","ts":"2.0",\
            "message":{"type":"message","user":"U1","text":"hi","ts":"1.0","attachments":[{}]},\
            "previous_message":{"user":"U1","text":"hi"}}"""));
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("slack", "unchanged"));
  }

  @Test
  void aDeletedMessageIsWithdrawn() {
    send(MESSAGE);
    send(
        event(
            "Ev3",
            """
            {"type":"message","subtype":"message_deleted","hidden":true,"channel":"D1","ts":"3.0",\
            "deleted_ts":"1355517523.000005","previous_message":{"user":"U1","text":"hi"}}"""));

    Notice.Withdrawn withdrawn = (Notice.Withdrawn) server.notices.getFirst();
    assertEquals("1355517523.000005", withdrawn.messageId());
    assertEquals(server.intake.only().threading().claims(), List.of(withdrawn.conversation()));
  }

  @Test
  void inAChannelAnswersGoToTheThread() {
    String channel = MESSAGE.replace("\"D1\"", "\"C7\"").replace("\"im\"", "\"channel\"");
    send(channel);
    send(channel.replace("\"ts\":\"13", "\"thread_ts\":\"1.0\",\"ts\":\"14").replace("Ev1", "Ev2"));

    assertEquals("C7:1355517523.000005", server.intake.messages().get(0).threading().answersTo());
    assertEquals("C7:1.0", server.intake.messages().get(1).threading().answersTo());
    Map<String, Object> facts = server.intake.messages().get(1).content().facts();
    assertEquals("1.0", facts.get("thread"));
    assertFalse(facts.containsKey("replyTo"), "it is in a thread, and answers nobody by that");
  }

  @Test
  void inAChannelEachThreadIsAConversationOfItsOwn() {
    String first = MESSAGE.replace("\"D1\"", "\"C7\"").replace("\"im\"", "\"channel\"");
    String second = first.replace("523.000005", "583.000005").replace("Ev1", "Ev2");
    String within =
        first
            .replace("\"ts\":", "\"thread_ts\":\"1355517523.000005\",\"ts\":\"14\",\"was\":")
            .replace("Ev1", "Ev3");
    List.of(first, second, within).forEach(this::send);

    List<List<String>> claims =
        server.intake.messages().stream().map(each -> each.threading().claims()).toList();
    assertNotEquals(claims.get(0), claims.get(1));
    assertEquals(claims.get(0), claims.get(2));
    assertEquals("C7:1355517523.000005", server.intake.messages().get(2).threading().answersTo());
  }

  @Test
  void inAChannelEditsAndDeletionsFindTheThreadOfTheirMessage() {
    String place = "\"channel\":\"C7\",\"channel_type\":\"channel\"";
    String said = "\"user\":\"U1\",\"text\":\"hi\",\"ts\":\"7.5\",\"thread_ts\":\"7.0\"";
    send(event("Ev1", "{\"type\":\"message\"," + place + "," + said + "}"));
    send(
        event(
            "Ev2",
            "{\"type\":\"message\",\"subtype\":\"message_changed\",\"ts\":\"8.0\","
                + place
                + ",\"message\":{\"edited\":{},"
                + said.replace("hi", "hello")
                + "},\"previous_message\":{"
                + said
                + "}}"));
    send(
        event(
            "Ev3",
            "{\"type\":\"message\",\"subtype\":\"message_deleted\",\"deleted_ts\":\"7.5\","
                + place
                + ",\"previous_message\":{"
                + said
                + "}}"));

    List<String> claims = server.intake.messages().get(0).threading().claims();
    assertEquals(claims, server.intake.messages().get(1).threading().claims());
    Notice.Withdrawn withdrawn = (Notice.Withdrawn) server.notices.getLast();
    assertEquals(claims, List.of(withdrawn.conversation()));
  }

  @Test
  void filesAreKeptByReference() {
    send(
        event(
            "Ev4",
            """
            {"type":"message","subtype":"file_share","channel":"D1","user":"U1","text":"","ts":"1.0",\
            "files":[{"id":"F1","name":"a.png","mimetype":"image/png","filetype":"png","size":99,\
            "url_private":"https://files.example/a.png"}]}"""));
    InboundMessage kept = server.intake.only();
    assertEquals("[file]", kept.content().text());
    assertEquals(
        List.of(
            Map.of(
                "type",
                "png",
                "id",
                "F1",
                "url",
                "https://files.example/a.png",
                "name",
                "a.png",
                "mediaType",
                "image/png",
                "size",
                99L)),
        kept.content().facts().get("media"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a &lt;b&gt; &amp;amp; c ~ a <b> &amp; c",
        "see <https://x.example|our page> ~ see our page (https://x.example)",
        "<https://x.example> ~ https://x.example",
        "<@U1> and <#C1|general> <!here> ~ @U1 and #general @here",
        "1 < 2 ~ 1 < 2",
        "<<<<>|> ~ <<<|>",
      })
  void controlSequencesAreReadAsPeopleReadThem(String text, String plain) {
    assertEquals(plain, SlackText.plain(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"message\",\"channel\":\"D1\",\"user\":\"U1\",\"bot_id\":\"B1\",\"text\":\"x\"} | bot",
        "{\"type\":\"message\",\"subtype\":\"bot_message\",\"text\":\"x\"} | bot",
        "{\"type\":\"message\",\"subtype\":\"channel_join\",\"user\":\"U1\"} | subtype",
        "{\"type\":\"message\",\"channel\":\"D1\",\"text\":\"x\"} | no-sender",
        "{\"type\":\"reaction_added\",\"user\":\"U1\"} | reaction",
        "{\"type\":\"app_mention\",\"user\":\"U1\",\"text\":\"x\"} | mention",
        "{\"type\":\"team_join\"} | other-event",
      })
  void whatIsNoCustomerTextIsIgnoredAndCounted(String event, String reason) {
    assertEquals(200, send(event("Ev9", event)).statusCode());
    assertEquals(List.of(), server.intake.messages());
    assertEquals(1, server.ignored("slack", reason));
  }
}
