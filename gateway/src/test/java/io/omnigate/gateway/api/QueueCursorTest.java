package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueCursorTest {
  @RepeatedTest(100)
  void every_place_comes_back_from_its_cursor(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    QueueKey place =
        new QueueKey(
            random.nextBoolean(),
            Priority.ofCode(random.nextInt(4)),
            random.nextBoolean() ? null : time(random),
            random.nextBoolean() ? null : time(random),
            TicketId.random(random));
    assertEquals(place, QueueCursor.decode(QueueCursor.encode(place)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0|normal|||K7M2Q-XXXXX",
        "2|normal|||K7M2Q-9XD4T",
        "0|urgentest|||K7M2Q-9XD4T",
        "0|normal|yesterday||K7M2Q-9XD4T",
        "0|normal|+999999999999-01-01T00:00:00Z||K7M2Q-9XD4T",
        "0|normal||||"
      })
  void anything_else_is_refused_by_name(String text) {
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    Failure refused = assertThrows(Failure.class, () -> QueueCursor.decode(cursor));
    assertEquals("cursor", refused.more().get("field"));
    assertThrows(Failure.class, () -> QueueCursor.decode("%%%" + cursor));
  }

  private static Instant time(Random random) {
    return Instant.ofEpochSecond(random.nextInt(), 1_000L * random.nextInt(1_000_000));
  }
}
