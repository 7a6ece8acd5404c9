package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.Channel;
import io.omnigate.channels.TestServer;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.DeliveryOutcome.Failed;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Sent;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way out by a provider's API, against a stand-in that records its calls. */
class CouriersTest {
  private static final String TOKEN = "the-token-of-the-tests";
  private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

  /**
   * How one provider is called.
   *
   * @param recipient as the ticket keeps it
   * @param text where the words stand in the body
   * @param accepts what it answers to a message that it takes, under the id {@code id-1}
   * @param longest the longest part, in its own unit
   */
  record Provider(
      String kind,
      Map<String, String> settings,
      String recipient,
      String path,
      String header,
      String proof,
      String text,
      String accepts,
      int longest) {
    @Override
    public String toString() {
      return kind;
    }
  }

  static Stream<Provider> providers() {
    Map<String, String> meta = Map.of("appSecret", "s", "verifyToken", "v");
    return Stream.of(
        new Provider(
            "messenger",
            with(meta, "pageToken"),
            "987",
            "/v23.0/me/messages",
            "Authorization",
            "Bearer " + TOKEN,
            "message.text",
            "{\"recipient_id\":\"987\",\"message_id\":\"id-1\"}",
            2_000),
        new Provider(
            "instagram",
            with(meta, "pageToken"),
            "987",
            "/v23.0/me/messages",
            "Authorization",
            "Bearer " + TOKEN,
            "message.text",
            "{\"recipient_id\":\"987\",\"message_id\":\"id-1\"}",
            1_000),
        new Provider(
            "whatsapp",
            with(meta, "accessToken"),
            "1065:16505551234",
            "/v23.0/1065/messages",
            "Authorization",
            "Bearer " + TOKEN,
            "text.body",
            "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"id-1\"}]}",
            4_096),
        new Provider(
            "telegram",
            with(Map.of("secretToken", "s"), "botToken"),
            "-1001",
            "/bot" + TOKEN + "/sendMessage",
            "Content-Type",
            "application/json",
            "text",
            "{\"ok\":true,\"result\":{\"message_id\":\"id-1\"}}",
            4_096),
        new Provider(
            "line",
            with(Map.of("channelSecret", "s"), "channelToken"),
            "u2",
            "/v2/bot/message/push",
            "Authorization",
            "Bearer " + TOKEN,
            "messages.0.text",
            "{\"sentMessages\":[{\"id\":\"id-1\"}]}",
            5_000),
        new Provider(
            "viber",
            with(Map.of(), "authToken"),
            "0A=",
            "/pa/send_message",
            "X-Viber-Auth-Token",
            TOKEN,
            "text",
            "{\"status\":0,\"status_message\":\"ok\",\"message_token\":\"id-1\"}",
            7_000),
        new Provider(
            "x",
            with(Map.of("consumerSecret", "s"), "accessToken"),
            "30",
            "/2/dm_conversations/with/30/messages",
            "Authorization",
            "Bearer " + TOKEN,
            "text",
            "{\"data\":{\"dm_conversation_id\":\"30-43\",\"dm_event_id\":\"id-1\"}}",
            10_000),
        new Provider(
            "slack",
            with(Map.of("signingSecret", "s"), "botToken"),
            "D1",
            "/chat.postMessage",
            "Authorization",
            "Bearer " + TOKEN,
            "text",
            "{\"ok\":true,\"channel\":\"D1\",\"ts\":\"id-1\"}",
            4_000));
  }

  private static Map<String, String> with(Map<String, String> settings, String token) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(token, TOKEN);
    return all;
  }

  private static Provider provider(String kind) {
    return providers().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
  }

  private final TestServer server = TestServer.with(Map.of());
  private final StandIn api = new StandIn(server.vertx);

  @AfterEach
  void close() {
    server.close();
  }

  private Channel channel(Map<String, Object> settings) {
    Section root = Section.root(Map.of("channels", Map.of("a", settings)));
    Section section = root.section("channels").section("a");
    Channel made =
        ChannelKinds.create("a", section, server.context())
            .orElseThrow(() -> new AssertionError(root.mistakes()));
    return made;
  }

  private Courier courier(Provider provider) {
    return courier(provider, api.url() + '/');
  }

  private Courier courier(Provider provider, String url) {
    Map<String, Object> settings = new HashMap<>(provider.settings());
    settings.put("kind", provider.kind());
    settings.put("apiUrl", url);
    return channel(settings).courier().orElseThrow();
  }

  private static Delivery delivery(String recipient, String text) {
    return delivery(recipient, text, Instant.now(), List.of());
  }

  private static Delivery delivery(
      String recipient, String text, Instant answered, List<Attachment> files) {
    return new Delivery(
        new OutboundMessage(
            "01JD0000000000000000000000",
            TicketId.random(new Random(1)),
            "a",
            "kind",
            recipient,
            null,
            Instant.now()),
        1,
        Purpose.ANSWER,
        new Delivery.Content("", text, null, files),
        new Delivery.About("s", "support", "Ann", List.of(), answered, null),
        new Delivery.Received(answered, "Cleo", "where?", Map.of()),
        List.of());
  }

  private DeliveryOutcome send(Provider provider, String text) {
    return await(courier(provider).deliver(delivery(provider.recipient(), text)));
  }

  private static String text(StandIn.Call call, Provider provider) {
    Object value = call.body();
    for (String name : provider.text().split("\\.")) {
      value =
          name.matches("[0-9]+")
              ? ((io.vertx.core.json.JsonArray) value).getValue(Integer.parseInt(name))
              : ((JsonObject) value).getValue(name);
    }
    return (String) value;
  }

  @ParameterizedTest
  @MethodSource("providers")
  void anAnswerIsOneCallWithItsProofAndLeavesItsId(Provider provider) {
    api.usually(200, provider.accepts());

    DeliveryOutcome outcome = send(provider, "On its way. 👍");

    assertEquals(new Sent(List.of("id-1")), outcome);
    StandIn.Call call = api.only();
    assertEquals(provider.path(), call.path());
    assertEquals(provider.proof(), call.headers().get(provider.header()));
    assertEquals("On its way. 👍", text(call, provider));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aLongAnswerGoesOutInPartsInTheirOrder(Provider provider) {
    api.usually(200, provider.accepts());
    String text =
        String.join(
            " ", IntStream.range(0, provider.longest() / 2).mapToObj(Integer::toString).toList());

    assertInstanceOf(Sent.class, send(provider, text));

    List<String> parts = api.calls().stream().map(call -> text(call, provider)).toList();
    assertTrue(parts.size() >= 2, parts.size() + " parts");
    assertTrue(parts.stream().allMatch(part -> part.length() <= provider.longest()));
    assertEquals(text, String.join(" ", parts));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void tooMuchAtOnceAndTroubleAreTriedAgainWhenItSays(Provider provider) {
    api.then(429, "{}", "Retry-After", "17").then(500, "{}").then(503, "not json");

    Retry asked = assertInstanceOf(Retry.class, send(provider, "hi"));
    assertEquals(Duration.ofSeconds(17), asked.after());
    assertInstanceOf(Retry.class, send(provider, "hi"));
    assertInstanceOf(Retry.class, send(provider, "hi"));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aRefusalIsFinalAndHoldsNoSecret(Provider provider) {
    for (int status : List.of(400, 401, 403, 404)) {
      api.then(status, "{\"error\":{\"message\":\"no\",\"code\":100},\"ok\":false}");
      Failed failed = assertInstanceOf(Failed.class, send(provider, "hi"), "status " + status);
      assertFalse(failed.reason().contains(TOKEN), failed.reason());
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aProviderThatCannotBeReachedIsTriedAgain(Provider provider) {
    Courier courier = courier(provider, NOBODY_LISTENS);
    assertInstanceOf(Retry.class, await(courier.deliver(delivery(provider.recipient(), "hi"))));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void anAnswerThatIsLostLeavesDoubtUnlessRepeatsAreRecognised(Provider provider) {
    api.thenDrop();
    Class<? extends DeliveryOutcome> expected =
        provider.kind().equals("line") ? Retry.class : Uncertain.class;
    assertInstanceOf(expected, send(provider, "hi"));
    assertEquals(1, api.calls().size());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void filesAndEmptyAnswersAreRefusedBeforeAnythingLeaves(Provider provider) {
    Attachment file = new Attachment("a.txt", "text/plain", Buffer.buffer("x"), null);
    Courier courier = courier(provider);
    assertInstanceOf(
        Failed.class,
        await(
            courier.deliver(delivery(provider.recipient(), "see", Instant.now(), List.of(file)))));
    assertInstanceOf(Failed.class, await(courier.deliver(delivery(provider.recipient(), " \n"))));
    assertInstanceOf(Failed.class, await(courier.deliver(delivery("", "hi"))));
    String novel = "word ".repeat(provider.longest() * 6);
    assertInstanceOf(Failed.class, await(courier.deliver(delivery(provider.recipient(), novel))));
    assertEquals(List.of(), api.calls());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void withoutATokenAnswersWait(Provider provider) {
    Map<String, Object> settings = new HashMap<>(provider.settings());
    settings.values().removeIf(TOKEN::equals);
    settings.put("kind", provider.kind());
    if (!provider.kind().equals("viber")) { // whose one token is for both directions
      assertTrue(channel(settings).courier().isEmpty());
    }
  }

  @Test
  void aPartThatIsRefusedForTheMomentIsTriedAgainHereAndTheFirstOneIsNot() {
    Provider slack = provider("slack");
    api.usually(200, slack.accepts())
        .then(200, slack.accepts())
        .then(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "1");
    String text = "a".repeat(4_000) + "b".repeat(10);

    assertEquals(new Sent(List.of("id-1", "id-1")), send(slack, text));

    List<String> parts = api.calls().stream().map(call -> text(call, slack)).toList();
    assertEquals(List.of("a".repeat(4_000), "b".repeat(10), "b".repeat(10)), parts);
  }

  @Test
  void whatStaysHalfSentIsUncertain() {
    Provider slack = provider("slack");
    String text = "a".repeat(4_000) + "b".repeat(10);
    api.then(200, slack.accepts()).then(200, "{\"ok\":false,\"error\":\"channel_not_found\"}");
    Uncertain refused = assertInstanceOf(Uncertain.class, send(slack, text));
    assertTrue(refused.reason().startsWith("Of 2 parts the customer has the first 1."));

    api.then(200, slack.accepts()).then(429, "{}", "Retry-After", "3600");
    assertInstanceOf(Uncertain.class, send(slack, text));
    api.then(200, slack.accepts()).thenDrop();
    assertInstanceOf(Uncertain.class, send(slack, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "messenger | 400 | {\"error\":{\"code\":10,\"error_subcode\":2018278}} | Failed | 24 hours",
        "instagram | 400 | {\"error\":{\"code\":10,\"error_subcode\":2534022}} | Failed | 24 hours",
        "whatsapp | 400 | {\"error\":{\"code\":131047}} | Failed | 24 hours",
        "whatsapp | 400 | {\"error\":{\"code\":131026}} | Failed | reach this person",
        "messenger | 400 | {\"error\":{\"code\":551}} | Failed | reach this person",
        "messenger | 400 | {\"error\":{\"code\":190}} | Failed | token",
        "messenger | 400 | {\"error\":{\"code\":613}} | Retry | 613",
        "whatsapp | 400 | {\"error\":{\"code\":130429}} | Retry | 130429",
        "whatsapp | 400 | {\"error\":{\"code\":131056}} | Retry | 131056",
        "messenger | 400 | {\"error\":{\"code\":1,\"is_transient\":true}} | Retry | error 1",
        "telegram | 403 | {\"ok\":false,\"description\":\"Forbidden: bot was blocked by the user\"} | Failed | blocked",
        "telegram | 400 | {\"ok\":false,\"description\":\"Bad Request: chat not found\"} | Failed | chat not found",
        "line | 429 | {\"message\":\"You have reached your monthly limit.\"} | Failed | month",
        "line | 409 | {\"message\":\"already accepted\",\"sentMessages\":[{\"id\":\"9\"}]} | Sent | 9",
        "viber | 200 | {\"status\":6,\"status_message\":\"notSubscribed\"} | Failed | subscribed",
        "viber | 200 | {\"status\":2,\"status_message\":\"invalidAuthToken\"} | Failed | authToken",
        "viber | 200 | {\"status\":12,\"status_message\":\"tooManyRequests\"} | Retry | fewer",
        "viber | 200 | {\"status\":3,\"status_message\":\"badData\"} | Failed | badData",
        "x | 403 | {\"detail\":\"You cannot send messages to this user.\"} | Failed | cannot send",
        "telegram | 200 | {} | Uncertain | understands",
        "viber | 200 | not json | Uncertain | understands",
        "slack | 200 | [] | Uncertain | understands",
        "slack | 200 | {\"ok\":false,\"error\":\"ratelimited\"} | Retry | ratelimited",
        "slack | 200 | {\"ok\":false,\"error\":\"internal_error\"} | Retry | internal_error",
        "slack | 200 | {\"ok\":false,\"error\":\"channel_not_found\"} | Failed | channel_not_found",
        "slack | 200 | {\"ok\":false,\"error\":\"token_revoked\"} | Failed | botToken",
      })
  void eachProvidersOwnWordsAreUnderstood(
      String kind, int status, String answer, String outcome, String words) {
    api.then(status, answer);
    DeliveryOutcome found = send(provider(kind), "hi");
    assertEquals(outcome, found.getClass().getSimpleName(), found.toString());
    assertTrue(found.toString().contains(words), found.toString());
  }

  @Test
  void anAnswerWithoutAnEndHoldsNothing() {
    api.then(200, "{\"ok\":true,\"pad\":\"" + "x".repeat(2_000_000) + "\"}");
    assertInstanceOf(Uncertain.class, send(provider("slack"), "hi"));
    api.then(502, "x".repeat(2_000_000));
    assertInstanceOf(Retry.class, send(provider("slack"), "hi"));
  }

  @Test
  void telegramAndXSayInTheirOwnWayWhenToComeBack() {
    api.then(429, "{\"ok\":false,\"parameters\":{\"retry_after\":35}}");
    assertEquals(
        Duration.ofSeconds(35),
        assertInstanceOf(Retry.class, send(provider("telegram"), "hi")).after());
    long reset = Instant.now().plusSeconds(90).getEpochSecond();
    api.then(429, "{}", "x-rate-limit-reset", Long.toString(reset));
    Duration wait = assertInstanceOf(Retry.class, send(provider("x"), "hi")).after();
    assertTrue(wait.compareTo(Duration.ofSeconds(60)) > 0 && wait.toSeconds() <= 90, "" + wait);
  }

  @Test
  void whatsAppIsNotEvenAskedAfterADay() {
    Provider whatsapp = provider("whatsapp");
    Instant old = Instant.now().minus(Duration.ofHours(25));
    Failed failed =
        assertInstanceOf(
            Failed.class,
            await(courier(whatsapp).deliver(delivery(whatsapp.recipient(), "hi", old, List.of()))));
    assertTrue(failed.reason().contains("24 hours") && failed.reason().contains("template"));
    assertEquals(List.of(), api.calls());
  }

  @Test
  void whatsAppAddressesGroupsAndPeopleWithoutANumber() {
    Provider whatsapp = provider("whatsapp");
    api.usually(200, whatsapp.accepts());
    Courier courier = courier(whatsapp);
    await(courier.deliver(delivery("1065:group:g1", "hi")));
    await(courier.deliver(delivery("1065:US.13491", "hi")));
    assertInstanceOf(Failed.class, await(courier.deliver(delivery("../1065:1", "hi"))));

    JsonObject group = api.calls().get(0).body();
    assertEquals("g1", group.getString("to"));
    assertEquals("group", group.getString("recipient_type"));
    JsonObject person = api.calls().get(1).body();
    assertEquals("US.13491", person.getString("recipient"));
    assertFalse(person.containsKey("to"));
    assertEquals(2, api.calls().size());
  }

  @Test
  void messengerAddressesVisitorsOfAPluginByTheirReference() {
    Provider messenger = provider("messenger");
    api.usually(200, messenger.accepts());
    await(courier(messenger).deliver(delivery("ref:abc", "hi")));
    assertEquals(
        new JsonObject().put("user_ref", "abc"), api.only().body().getJsonObject("recipient"));
    assertEquals("RESPONSE", api.only().body().getString("messaging_type"));
  }

  @Test
  void slackAnswersInTheThreadAndEscapes() {
    Provider slack = provider("slack");
    api.usually(200, slack.accepts());
    await(courier(slack).deliver(delivery("C7:1.5", "a < b & c")));
    assertEquals("C7", api.only().body().getString("channel"));
    assertEquals("1.5", api.only().body().getString("thread_ts"));
    assertEquals("a &lt; b &amp; c", api.only().body().getString("text"));

    await(courier(slack).deliver(delivery("D1", "&".repeat(1_000))));
    assertTrue(
        api.calls().stream().allMatch(call -> text(call, slack).length() <= slack.longest()));
    assertTrue(api.calls().stream().noneMatch(call -> text(call, slack).matches(".*&[a-z]*$")));
  }

  @Test
  void instagramCountsBytes() {
    Provider instagram = provider("instagram");
    api.usually(200, instagram.accepts());
    assertInstanceOf(Sent.class, send(instagram, "漢".repeat(400)));
    assertEquals(2, api.calls().size());
  }

  @Test
  void lineGivesTheSamePartTheSameKeyAtEachTry() {
    Provider line = provider("line");
    api.usually(200, line.accepts());
    Courier courier = courier(line);
    String text = "a".repeat(5_000) + "b";
    await(courier.deliver(delivery("u2", text)));
    await(courier.deliver(delivery("u2", text)));

    List<String> keys =
        api.calls().stream().map(call -> call.headers().get("X-Line-Retry-Key")).toList();
    assertEquals(keys.subList(0, 2), keys.subList(2, 4));
    assertNotEquals(keys.get(0), keys.get(1));
    assertTrue(keys.get(0).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
  }

  @Test
  void viberIsToldWhoWrites() {
    Provider viber = provider("viber");
    api.usually(200, viber.accepts());
    Map<String, Object> settings = new HashMap<>(viber.settings());
    settings.putAll(Map.of("kind", "viber", "apiUrl", api.url(), "senderName", "Ann's shop"));
    await(channel(settings).courier().orElseThrow().deliver(delivery("0A=", "hi")));
    assertEquals("Ann's shop", api.only().body().getJsonObject("sender").getString("name"));
    assertEquals("0A=", api.only().body().getString("receiver"));
  }

  @Test
  void aOneWayChannelSaysSoAtOnce() {
    Courier courier =
        channel(Map.of("kind", "webhook", "secret", "s", "fields", Map.of("text", "/t")))
            .courier()
            .orElseThrow();
    assertInstanceOf(Failed.class, await(courier.deliver(delivery("c9", "hi"))));
  }
}
