package io.omnigate.channels.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome.Retry;
import io.omnigate.core.outbox.DeliveryOutcome.Sent;
import io.omnigate.core.outbox.DeliveryOutcome.Uncertain;
import io.omnigate.core.outbox.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LINE recognises what it is sent again, for a day. */
class LineRepeatsTest {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration OLD = Duration.ofHours(25);
  private static final Provider LINE = Provider.of("line");

  private final Out out = new Out();

  @AfterEach
  void close() {
    out.close();
  }

  @Test
  void afterADayAnotherTryIsNotMade() {
    out.api.usually(200, LINE.accepts());
    assertInstanceOf(Uncertain.class, out.send(LINE, delivery(OLD, 2)));
    assertEquals(List.of(), out.api.calls());
  }

  @Test
  void withinADayItIsAndSoIsAFirstTryAtAnyTime() {
    out.api.usually(200, LINE.accepts());
    assertInstanceOf(Sent.class, out.send(LINE, delivery(FRESH, 2)));
    assertInstanceOf(Sent.class, out.send(LINE, delivery(OLD, 1)));
  }

  @Test
  void doubtIsLeftOnlyByWhatIsNotRecognised() {
    out.api.then(500, "{}").then(500, "{}");
    assertInstanceOf(Retry.class, out.send(LINE, delivery(FRESH, 1)));
    assertInstanceOf(Uncertain.class, out.send(LINE, delivery(OLD, 1)));
  }

  private static Delivery delivery(Duration age, int attempt) {
    Delivery base = Out.delivery(LINE.recipient(), "hi");
    OutboundMessage message = base.message();
    return new Delivery(
        new OutboundMessage(
            message.id(),
            message.ticket(),
            message.channel(),
            message.kind(),
            message.recipient(),
            null,
            Instant.now().minus(age)),
        attempt,
        base.purpose(),
        base.content(),
        base.about(),
        base.answered(),
        base.references());
  }
}
