package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.DeliveryOutcome.Failed;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Sent;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is each provider's own about sending. */
class ProviderWordsTest {
  private final Out out = new Out();

  @AfterEach
  void close() {
    out.close();
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
        "messenger | 400 | {\"error\":{\"code\":1,\"is_transient\":true}} | Uncertain | error 1",
        "whatsapp | 400 | {\"error\":{\"code\":131016}} | Uncertain | 131016",
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
        "slack | 200 | {\"ok\":false,\"error\":\"internal_error\"} | Uncertain | internal_error",
        "slack | 200 | {\"ok\":false,\"error\":\"fatal_error\"} | Uncertain | fatal_error",
        "slack | 200 | {\"ok\":false,\"error\":\"channel_not_found\"} | Failed | channel_not_found",
        "slack | 200 | {\"ok\":false,\"error\":\"token_revoked\"} | Failed | botToken",
      })
  void eachProvidersOwnWordsAreUnderstood(
      String kind, int status, String answer, String outcome, String words) {
    out.api.then(status, answer);
    DeliveryOutcome found = out.send(Provider.of(kind), "hi");
    assertEquals(outcome, found.getClass().getSimpleName(), found.toString());
    assertTrue(found.toString().contains(words), found.toString());
  }

  @Test
  void telegramAndXSayInTheirOwnWayWhenToComeBack() {
    out.api.then(429, "{\"ok\":false,\"parameters\":{\"retry_after\":35}}");
    assertEquals(
        Duration.ofSeconds(35),
        assertInstanceOf(Retry.class, out.send(Provider.of("telegram"), "hi")).after());
    long reset = Instant.now().plusSeconds(90).getEpochSecond();
    out.api.then(429, "{}", "x-rate-limit-reset", Long.toString(reset));
    Duration wait = assertInstanceOf(Retry.class, out.send(Provider.of("x"), "hi")).after();
    assertTrue(wait.compareTo(Duration.ofSeconds(60)) > 0 && wait.toSeconds() <= 90, "" + wait);
  }

  @Test
  void whatsAppIsNotEvenAskedAfterADay() {
    Provider whatsapp = Provider.of("whatsapp");
    Instant old = Instant.now().minus(Duration.ofHours(25));
    Failed failed =
        assertInstanceOf(
            Failed.class,
            await(
                out.courier(whatsapp)
                    .deliver(Out.delivery(whatsapp.recipient(), "hi", old, List.of()))));
    assertTrue(failed.reason().contains("24 hours") && failed.reason().contains("template"));
    assertEquals(List.of(), out.api.calls());
  }

  @Test
  void whatsAppAddressesGroupsAndPeopleWithoutANumber() {
    Provider whatsapp = Provider.of("whatsapp");
    out.api.usually(200, whatsapp.accepts());
    Courier courier = out.courier(whatsapp);
    await(courier.deliver(Out.delivery("1065:group:g1", "hi")));
    await(courier.deliver(Out.delivery("1065:US.13491", "hi")));
    assertInstanceOf(Failed.class, await(courier.deliver(Out.delivery("../1065:1", "hi"))));

    JsonObject group = out.api.calls().get(0).body();
    assertEquals("g1", group.getString("to"));
    assertEquals("group", group.getString("recipient_type"));
    JsonObject person = out.api.calls().get(1).body();
    assertEquals("US.13491", person.getString("recipient"));
    assertFalse(person.containsKey("to"));
    assertEquals(2, out.api.calls().size());
  }

  @Test
  void messengerAddressesVisitorsOfAPluginByTheirReference() {
    Provider messenger = Provider.of("messenger");
    out.api.usually(200, messenger.accepts());
    await(out.courier(messenger).deliver(Out.delivery("ref:abc", "hi")));
    assertEquals(
        new JsonObject().put("user_ref", "abc"), out.api.only().body().getJsonObject("recipient"));
    assertEquals("RESPONSE", out.api.only().body().getString("messaging_type"));
  }

  @Test
  void telegramAnswersInTheTopic() {
    Provider telegram = Provider.of("telegram");
    out.api.usually(200, telegram.accepts());
    Delivery.File photo = Out.file("a.png", "image/png", 5);
    out.send(telegram, Out.delivery("-1009:55", "hi", Instant.now(), List.of(photo)));

    assertEquals(
        new JsonObject().put("chat_id", "-1009").put("message_thread_id", 55).put("text", "hi"),
        out.api.calls().get(0).body());
    StandIn.Call shown = out.api.calls().get(1);
    assertEquals("-1009", shown.form().get("chat_id").text());
    assertEquals("55", shown.form().get("message_thread_id").text());
  }

  @Test
  void aTelegramGroupThatHasBecomeASupergroupIsAnsweredThere() {
    Provider telegram = Provider.of("telegram");
    String moved = "{\"ok\":false,\"parameters\":{\"migrate_to_chat_id\":-1001234567890}}";
    out.api.usually(200, telegram.accepts()).then(400, moved);
    assertInstanceOf(Sent.class, out.send(telegram, "hi"));

    List<Object> chats =
        out.api.calls().stream().map(call -> call.body().getValue("chat_id")).toList();
    assertEquals(List.of("-1001", "-1001234567890"), chats);

    out.api.then(400, moved).then(400, moved);
    assertInstanceOf(Failed.class, out.send(telegram, "hi"));
    assertEquals(4, out.api.calls().size());
  }

  @Test
  void slackAnswersInTheThreadAndEscapes() {
    Provider slack = Provider.of("slack");
    out.api.usually(200, slack.accepts());
    await(out.courier(slack).deliver(Out.delivery("C7:1.5", "a < b & c")));
    assertEquals("C7", out.api.only().body().getString("channel"));
    assertEquals("1.5", out.api.only().body().getString("thread_ts"));
    assertEquals("a &lt; b &amp; c", out.api.only().body().getString("text"));

    await(out.courier(slack).deliver(Out.delivery("D1", "&".repeat(1_000))));
    assertTrue(
        out.api.calls().stream().allMatch(call -> slack.words(call).length() <= slack.longest()));
    assertTrue(out.api.calls().stream().noneMatch(call -> slack.words(call).matches(".*&[a-z]*$")));
  }

  @Test
  void instagramCountsBytes() {
    Provider instagram = Provider.of("instagram");
    out.api.usually(200, instagram.accepts());
    assertInstanceOf(Sent.class, out.send(instagram, "漢".repeat(400)));
    assertEquals(2, out.api.calls().size());
  }

  @Test
  void lineTakesFiveMessagesInOnePushAndCountsThemOnce() {
    Provider line = Provider.of("line");
    out.api.usually(200, "{\"sentMessages\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
    String text = "a".repeat(5_000) + "b".repeat(5_000) + "c".repeat(20_000);

    assertEquals(new Sent(List.of("1", "2", "1", "2")), out.send(line, text));

    List<List<String>> pushes = out.api.calls().stream().map(line::messages).toList();
    assertEquals(List.of(5, 1), pushes.stream().map(List::size).toList());
    assertEquals("b".repeat(5_000), pushes.get(0).get(1));
    assertEquals("c".repeat(5_000), pushes.get(1).get(0));
  }

  @Test
  void ofAPushOnLineEachTextCountsAsHadByTheCustomer() {
    Provider line = Provider.of("line");
    out.api.then(200, line.accepts()).then(400, "{\"message\":\"no\"}");
    Uncertain half = assertInstanceOf(Uncertain.class, out.send(line, "a".repeat(25_000) + "b"));
    assertTrue(half.reason().startsWith("Of 6 parts the customer has the first 5."), half.reason());
  }

  @Test
  void lineGivesTheSamePushTheSameKeyAtEachTry() {
    Provider line = Provider.of("line");
    out.api.usually(200, line.accepts());
    Courier courier = out.courier(line);
    String text = "a".repeat(25_000) + "b";
    await(courier.deliver(Out.delivery("u2", text)));
    await(courier.deliver(Out.delivery("u2", text)));

    List<String> keys =
        out.api.calls().stream().map(call -> call.headers().get("X-Line-Retry-Key")).toList();
    assertEquals(keys.subList(0, 2), keys.subList(2, 4));
    assertNotEquals(keys.get(0), keys.get(1));
    String ofOneText = Out.delivery("u2", text).message().id() + ":0";
    assertNotEquals(UUID.nameUUIDFromBytes(ofOneText.getBytes(UTF_8)).toString(), keys.get(0));
    assertTrue(keys.get(0).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
  }

  @Test
  void viberIsToldWhoWrites() {
    Provider viber = Provider.of("viber");
    out.api.usually(200, viber.accepts());
    Map<String, Object> settings = new HashMap<>(viber.settings());
    settings.putAll(Map.of("kind", "viber", "apiUrl", out.api.url(), "senderName", "Ann's shop"));
    await(out.channel(settings).courier().orElseThrow().deliver(Out.delivery("0A=", "hi")));
    assertEquals("Ann's shop", out.api.only().body().getJsonObject("sender").getString("name"));
    assertEquals("0A=", out.api.only().body().getString("receiver"));
  }

  @Test
  void aOneWayChannelSaysSoAtOnce() {
    Courier courier =
        out.channel(Map.of("kind", "webhook", "secret", "s", "fields", Map.of("text", "/t")))
            .courier()
            .orElseThrow();
    assertInstanceOf(Failed.class, await(courier.deliver(Out.delivery("c9", "hi"))));
  }
}
