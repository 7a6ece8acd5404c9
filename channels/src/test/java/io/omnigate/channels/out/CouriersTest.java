package io.omnigate.channels.out;

import static io.omnigate.channels.TestServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.DeliveryOutcome.Failed;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Sent;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every way out by a provider's API has in common. */
class CouriersTest {
  private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

  private final Out out = new Out();

  @AfterEach
  void close() {
    out.close();
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void anAnswerIsOneCallWithItsProofAndLeavesItsId(Provider provider) {
    out.api.usually(200, provider.accepts());

    DeliveryOutcome outcome = out.send(provider, "On its way. 👍");

    assertEquals(new Sent(List.of("id-1")), outcome);
    StandIn.Call call = out.api.only();
    assertEquals(provider.path(), call.path());
    assertEquals(provider.proof(), call.headers().get(provider.header()));
    assertEquals("On its way. 👍", provider.words(call));
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void aLongAnswerGoesOutInPartsInTheirOrder(Provider provider) {
    out.api.usually(200, provider.accepts());
    String text =
        String.join(
            " ", IntStream.range(0, provider.longest() / 2).mapToObj(Integer::toString).toList());

    assertInstanceOf(Sent.class, out.send(provider, text));

    List<String> parts =
        out.api.calls().stream().flatMap(call -> provider.messages(call).stream()).toList();
    assertTrue(parts.size() >= 2, parts.size() + " parts");
    assertTrue(parts.stream().allMatch(part -> part.length() <= provider.longest()));
    assertEquals(text, String.join(" ", parts));
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void whatIsTurnedAwayIsTriedAgainWhenItSays(Provider provider) {
    out.api.then(429, "{}", "Retry-After", "17").then(503, "not json");

    Retry asked = assertInstanceOf(Retry.class, out.send(provider, "hi"));
    assertEquals(Duration.ofSeconds(17), asked.after());
    assertInstanceOf(Retry.class, out.send(provider, "hi"));
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void whatAProviderStumblesOverLeavesDoubtUnlessRepeatsAreRecognised(Provider provider) {
    Class<? extends DeliveryOutcome> expected =
        provider.kind().equals("line") ? Retry.class : Uncertain.class;
    for (int status : List.of(408, 500, 502, 504)) {
      out.api.then(status, "{}", "Retry-After", "17");
      assertInstanceOf(expected, out.send(provider, "hi"), "status " + status);
    }
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void aYesThatNobodyUnderstandsLeavesDoubtUnlessRepeatsAreRecognised(Provider provider) {
    Class<? extends DeliveryOutcome> expected =
        provider.kind().equals("line") ? Retry.class : Uncertain.class;
    for (String body : List.of("{}", "[]", "\"<html>Welcome</html>\"", "")) {
      out.api.then(200, body);
      assertInstanceOf(expected, out.send(provider, "hi"), "answered " + body);
    }
  }

  @Test
  void whatLineHasTakenBeforeIsSentWhateverElseItSays() {
    out.api.then(409, "{}");
    assertInstanceOf(Sent.class, out.send(Provider.of("line"), "hi"));
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void aRefusalIsFinalAndHoldsNoSecret(Provider provider) {
    for (int status : List.of(400, 401, 403, 404)) {
      out.api.then(status, "{\"error\":{\"message\":\"no\",\"code\":100},\"ok\":false}");
      Failed failed = assertInstanceOf(Failed.class, out.send(provider, "hi"), "status " + status);
      assertFalse(failed.reason().contains(Out.TOKEN), failed.reason());
    }
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void aProviderThatCannotBeReachedIsTriedAgain(Provider provider) {
    Courier courier = out.courier(provider, Map.of("apiUrl", NOBODY_LISTENS));
    assertInstanceOf(Retry.class, await(courier.deliver(Out.delivery(provider.recipient(), "hi"))));
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void anAnswerThatIsLostLeavesDoubtUnlessRepeatsAreRecognised(Provider provider) {
    out.api.thenDrop();
    Class<? extends DeliveryOutcome> expected =
        provider.kind().equals("line") ? Retry.class : Uncertain.class;
    assertInstanceOf(expected, out.send(provider, "hi"));
    assertEquals(1, out.api.calls().size());
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void emptyAndEndlessAnswersAreRefusedBeforeAnythingLeaves(Provider provider) {
    Courier courier = out.courier(provider);
    assertInstanceOf(
        Failed.class, await(courier.deliver(Out.delivery(provider.recipient(), " \n"))));
    assertInstanceOf(Failed.class, await(courier.deliver(Out.delivery("", "hi"))));
    String novel = "word ".repeat(provider.longest() * 6);
    assertInstanceOf(
        Failed.class, await(courier.deliver(Out.delivery(provider.recipient(), novel))));
    assertEquals(List.of(), out.api.calls());
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void withoutATokenAnswersWait(Provider provider) {
    Map<String, Object> settings = new HashMap<>(provider.settings());
    settings.values().removeIf(Out.TOKEN::equals);
    settings.put("kind", provider.kind());
    if (!provider.kind().equals("viber")) { // whose one token is for both directions
      assertTrue(out.channel(settings).courier().isEmpty());
    }
  }

  @Test
  void aPartThatIsRefusedForTheMomentIsTriedAgainHereAndTheFirstOneIsNot() {
    Provider slack = Provider.of("slack");
    out.api
        .usually(200, slack.accepts())
        .then(200, slack.accepts())
        .then(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "1");
    String text = "a".repeat(4_000) + "b".repeat(10);

    assertEquals(new Sent(List.of("id-1", "id-1")), out.send(slack, text));

    List<String> parts = out.api.calls().stream().map(call -> slack.words(call)).toList();
    assertEquals(List.of("a".repeat(4_000), "b".repeat(10), "b".repeat(10)), parts);
  }

  @Test
  void whatStaysHalfSentIsUncertain() {
    Provider slack = Provider.of("slack");
    String text = "a".repeat(4_000) + "b".repeat(10);
    out.api.then(200, slack.accepts()).then(200, "{\"ok\":false,\"error\":\"channel_not_found\"}");
    Uncertain refused = assertInstanceOf(Uncertain.class, out.send(slack, text));
    assertTrue(refused.reason().startsWith("Of 2 parts the customer has the first 1."));

    out.api.then(200, slack.accepts()).then(429, "{}", "Retry-After", "3600");
    assertInstanceOf(Uncertain.class, out.send(slack, text));
    out.api.then(200, slack.accepts()).thenDrop();
    assertInstanceOf(Uncertain.class, out.send(slack, text));
  }

  @Test
  void anAnswerWithoutAnEndHoldsNothing() {
    out.api.then(200, "{\"ok\":true,\"pad\":\"" + "x".repeat(2_000_000) + "\"}");
    assertInstanceOf(Uncertain.class, out.send(Provider.of("slack"), "hi"));
    out.api.then(503, "x".repeat(2_000_000));
    assertInstanceOf(Retry.class, out.send(Provider.of("slack"), "hi"));
  }
}
