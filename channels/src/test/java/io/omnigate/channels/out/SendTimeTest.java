package io.omnigate.channels.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import io.omnigate.core.outbox.OutboxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a provider does, a message is over before its time is. */
class SendTimeTest {
  private static final Duration SHORT = Duration.ofSeconds(5);

  /** Well below the twenty seconds that one call may take where there is time. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private final Out out = new Out().within(SHORT);
  private final long began = System.nanoTime();

  @AfterEach
  void close() {
    out.close();
  }

  private void assertSoon() {
    assertTrue(System.nanoTime() - began < SOON.toNanos());
  }

  @ParameterizedTest
  @MethodSource("io.omnigate.channels.out.Provider#all")
  void aProviderThatNeverAnswersIsGivenUpInTime(Provider provider) {
    out.api.usuallySilent();
    Class<? extends DeliveryOutcome> expected =
        provider.kind().equals("line") ? Retry.class : Uncertain.class;
    assertInstanceOf(expected, out.send(provider, "hi"));
    assertSoon();
    assertEquals(1, out.api.calls().size());
  }

  @Test
  void soIsOneThatFallsSilentInTheMiddle() {
    Provider slack = Provider.of("slack");
    out.api.usuallySilent().then(200, slack.accepts());
    Uncertain half =
        assertInstanceOf(
            Uncertain.class, out.send(slack, "a".repeat(4_000) + "b".repeat(4_000) + "c"));
    assertTrue(half.reason().startsWith("Of 3 parts the customer has the first 1."), half.reason());
    assertSoon();
    assertEquals(2, out.api.calls().size());
  }

  @Test
  void aPauseThatTheTimeDoesNotHoldIsNotMade() {
    Provider slack = Provider.of("slack");
    out.api.then(200, slack.accepts()).then(429, "{}", "Retry-After", "9");
    assertInstanceOf(Uncertain.class, out.send(slack, "a".repeat(4_000) + "b"));
    assertEquals(2, out.api.calls().size());
  }

  @Test
  void uploadsThatAreNotAnsweredAreTriedAgainForNobodySawAnything() {
    Provider messenger = Provider.of("messenger");
    out.api.usuallySilent();
    var files = Collections.nCopies(3, Out.file("a.pdf", "application/pdf", 10));
    assertInstanceOf(
        Retry.class,
        out.send(messenger, Out.delivery(messenger.recipient(), "hi", Instant.now(), files)));
    assertSoon();
    assertEquals(1, out.api.calls().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 60, 180, 3_600})
  void allTimesFollowFromTheLease(int seconds) {
    OutboxOptions usual = OutboxOptions.DEFAULTS;
    Duration lease = Duration.ofSeconds(seconds);
    Duration due =
        new OutboxOptions(
                usual.firstRetry(),
                usual.attempts(),
                usual.perRecipientHour(),
                usual.automaticPerRecipientDay(),
                lease)
            .deadline();
    SendTime time = new SendTime(due);
    List<Duration> inOrder = List.of(time.toBegin(), time.forCalls(), due, lease);
    assertEquals(inOrder.stream().sorted().toList(), inOrder);
    assertTrue(time.forCalls().plus(due.dividedBy(12)).compareTo(due) <= 0);
  }
}
