package io.omnigate.channels.meta;

import static io.omnigate.channels.TestServer.await;
import static io.omnigate.channels.TestServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.channels.TestServer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.InboundMessage.Threading;
import io.omnigate.core.notice.Notice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaChannelTest {
  private static final String SECRET = "the app's secret";
  private static final String MESSAGE =
      """
      {"object":"page","entry":[{"id":"123","time":1457764198246,"messaging":[{"sender":{"id":"987"},\
      "recipient":{"id":"123"},"timestamp":1457764197627,"message":{"mid":"m_1","text":"hello"}}]}]}""";
  private static final String WHATSAPP =
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1022","changes":[{"field":"messages",\
      "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
      "phone_number_id":"1065"},"contacts":[{"profile":{"name":"Sheena"},"wa_id":"16505551234"}],\
      "messages":[{"from":"16505551234","id":"wamid.X","timestamp":"1749416383","type":"text",\
      "text":{"body":"hi"}}]}}]}]}""";

  private static Map<String, Object> channel(String kind) {
    return Map.of("kind", kind, "appSecret", SECRET, "verifyToken", "the verify token");
  }

  private final TestServer server =
      TestServer.with(
          Map.of(
              "messenger", channel("messenger"),
              "instagram", channel("instagram"),
              "whatsapp", channel("whatsapp")));

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<Buffer> send(String channel, Buffer body) {
    return await(
        server
            .post(channel)
            .putHeader("Content-Type", "application/json")
            .putHeader(MetaSignature.HEADER, MetaSignature.sign(SECRET, body))
            .sendBuffer(body));
  }

  private HttpResponse<Buffer> send(String channel, String body) {
    return send(channel, Buffer.buffer(body));
  }

  private HttpResponse<Buffer> sendMessage(String message) {
    return send("messenger", MESSAGE.replace("{\"mid\":\"m_1\",\"text\":\"hello\"}", message));
  }

  @Test
  void aMessageIsStoredAndAnsweredWithItsReceipt() {
    HttpResponse<Buffer> response = send("messenger", MESSAGE);

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
    send("messenger", MESSAGE);
    HttpResponse<Buffer> again =
        send("messenger", MESSAGE.replace("1457764198246", "1457764199999"));
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
    HttpResponse<Buffer> response = send("messenger", batch.toBuffer());

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
    HttpResponse<Buffer> response = send("messenger", MESSAGE);
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
    send("messenger", MESSAGE);
    send(
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
    send(channel, message);
    HttpResponse<Buffer> response =
        send(
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
  void aWhatsAppEditAndARevocationNameTheOriginal() {
    send("whatsapp", WHATSAPP);
    String text = "\"type\":\"text\",\"text\":{\"body\":\"hi\"}";
    send(
        "whatsapp",
        WHATSAPP
            .replace("\"id\":\"wamid.X\"", "\"id\":\"wamid.Y\"")
            .replace(
                text,
                "\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.X\",\"message\":{"
                    + text.replace("hi", "hi there")
                    + "}}"));
    send(
        "whatsapp",
        WHATSAPP
            .replace("\"id\":\"wamid.X\"", "\"id\":\"wamid.Z\"")
            .replace(text, "\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.X\"}"));

    InboundMessage edit = server.intake.messages().get(1);
    assertEquals("hi there", edit.content().text());
    assertEquals("wamid.Y", edit.origin().key());
    assertEquals("wamid.X", edit.content().facts().get("messageId"));
    Notice.Edited edited = (Notice.Edited) server.notices.getFirst();
    Notice.Withdrawn withdrawn = (Notice.Withdrawn) server.notices.getLast();
    assertEquals("wamid.X", edited.messageId());
    assertEquals("wamid.X", withdrawn.messageId());
    assertEquals(edit.threading().claims(), List.of(edited.conversation()));
    assertEquals(edit.threading().claims(), List.of(withdrawn.conversation()));
  }

  @Test
  void filesAreKeptByReferenceAndNeverFetched() {
    sendMessage(
        "{\"mid\":\"m\",\"attachments\":[{\"type\":\"image\",\"payload\":{\"url\":\"https://cdn.example/a\"}}]}");
    assertEquals(
        List.of(Map.of("type", "image", "url", "https://cdn.example/a")),
        server.intake.only().content().facts().get("media"));
    send(
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

  @Test
  void whatsAppAnswersGoByTheNumberThatWasWrittenTo() {
    send("whatsapp", WHATSAPP);
    send(
        "whatsapp",
        WHATSAPP.replace("\"id\":\"wamid.X\"", "\"id\":\"wamid.G\",\"group_id\":\"g1\""));
    assertEquals("1065:16505551234", server.intake.messages().get(0).threading().answersTo());
    assertEquals("1065:group:g1", server.intake.messages().get(1).threading().answersTo());
  }

  @Test
  void aWhatsAppMessageKnowsTheSendersNameAndNumber() {
    send("whatsapp", WHATSAPP);

    InboundMessage kept = server.intake.only();
    assertEquals("Sheena", kept.sender().name());
    assertEquals("hi", kept.content().text());
    assertEquals("wamid.X", kept.origin().key());
    assertEquals(
        List.of(
            new Identity(Identity.Kind.CHANNEL, "whatsapp:16505551234", true),
            new Identity(Identity.Kind.PHONE, "+16505551234", true)),
        kept.sender().identities());
  }

  @Test
  void aWhatsAppSenderWithoutANumberIsKnownByItsUserId() {
    send(
        "whatsapp",
        WHATSAPP
            .replace("\"wa_id\":\"16505551234\"", "\"user_id\":\"US.1\"")
            .replace("\"from\":\"16505551234\"", "\"from_user_id\":\"US.1\""));
    assertEquals(
        List.of(new Identity(Identity.Kind.CHANNEL, "whatsapp:US.1", true)),
        server.intake.only().sender().identities());
    assertEquals("Sheena", server.intake.only().sender().name());
  }

  @Test
  void aWhatsAppConversationIsKnownByTheNumberAndByTheUserId() {
    String both = "\"from\":\"16505551234\",\"from_user_id\":\"US.1\"";
    String number = WHATSAPP.replace("wamid.X", "wamid.N");
    String user =
        WHATSAPP
            .replace("\"wa_id\":\"16505551234\"", "\"user_id\":\"US.1\"")
            .replace("\"from\":\"16505551234\"", "\"from_user_id\":\"US.1\"")
            .replace("wamid.X", "wamid.U");
    List.of(WHATSAPP.replace("\"from\":\"16505551234\"", both), number, user)
        .forEach(body -> send("whatsapp", body));

    List<Threading> threads =
        server.intake.messages().stream().map(InboundMessage::threading).toList();
    assertEquals(2, threads.get(0).claims().size());
    assertEquals(threads.get(1).claims(), threads.get(0).claims().subList(0, 1));
    assertEquals(threads.get(2).claims(), threads.get(0).claims().subList(1, 2));
    assertEquals(2, threads.get(0).candidates().size());
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
        send(channel, body.replaceFirst("\"object\":\"[a-z_]+\"", "\"object\":\"" + object + "\""));
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
    assertEquals(400, send("messenger", body).statusCode());
  }

  @Test
  void deepJsonIsRefusedAndNotRead() {
    String bomb = "{\"entry\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertEquals(400, send("messenger", bomb).statusCode());
    assertEquals(400, send("whatsapp", "{\"a\":".repeat(50_000)).statusCode());
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
      assertEquals(200, send(channel, body).statusCode(), channel);
    }
    assertEquals(List.of(), server.intake.messages());
  }

  private static final Set<String> MESSENGER_SILENT =
      Set.of("messaging-message-basic-echo.json", "messaging-message-isdeleted.json");
  private static final Set<String> MESSENGER_SPEAKING =
      Set.of("messaging-airline-itinerary-template.json", "messaging-button-template.json");
  private static final Set<String> WHATSAPP_SILENT =
      Set.of(
          "webhook-incoming-message-emoji.json",
          "webhook-incoming-message-system.json",
          "webhook-incoming-message-system-bsuid.json",
          "webhook-incoming-message-status-bsuid.json",
          "webhook-incoming-message-status-errors.json",
          "webhook-incoming-message-status-group-bsuid.json",
          "webhook-incoming-message-status-ui.json");

  private static int messagesIn(String channel, String file) {
    boolean speaks =
        switch (channel) {
          case "messenger" ->
              (file.startsWith("messaging-message-") && !MESSENGER_SILENT.contains(file))
                  || file.startsWith("messaging-postback-")
                  || MESSENGER_SPEAKING.contains(file);
          case "instagram" -> file.equals("messaging-attachment-unsupported.json");
          default ->
              file.startsWith("webhook-incoming-message-") && !WHATSAPP_SILENT.contains(file);
        };
    return speaks ? 1 : 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"messenger", "instagram", "whatsapp"})
  void everySampleGivesAsManyMessagesAsACustomerWrote(String channel) throws IOException {
    Path samples =
        Path.of(System.getProperty("user.dir"))
            .resolve("../../shared/samples")
            .resolve(channel)
            .normalize();
    assumeTrue(Files.isDirectory(samples), "skipped: no samples beside the repository");
    Map<String, Integer> expected = new TreeMap<>();
    Map<String, Integer> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(samples)) {
      for (Path file : files.toList()) {
        Buffer body = Buffer.buffer(Files.readAllBytes(file));
        String name = file.getFileName().toString();
        if (!body.toString().strip().startsWith("{")) {
          continue;
        }
        HttpResponse<Buffer> response = send(channel, body);
        assertEquals(200, response.statusCode(), name);
        expected.put(name, messagesIn(channel, name));
        found.put(name, json(response).getJsonArray("receipts").size());
      }
    }
    assertEquals(expected, found);
    assertTrue(found.size() > 15, "only " + found.size() + " samples found");
  }
}
