package io.omnigate.gateway.api;

import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.QueueKey;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue as an opaque text: who holds it can only go on from there, so it is checked
 * and not signed.
 */
final class QueueCursor {
  private static final char SEPARATOR = '|';
  private static final int PARTS = 5;

  private QueueCursor() {}

  /** The cursor for {@code place}. */
  static String encode(QueueKey place) {
    String text =
        String.join(
            String.valueOf(SEPARATOR),
            place.overdue() ? "1" : "0",
            place.priority().wire(),
            time(place.dueAt()),
            time(place.waitingSince()),
            place.id().value());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The place of a cursor made here; anything else is refused. */
  static QueueKey decode(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split("\\|", -1);
      if (parts.length == PARTS && (parts[0].equals("0") || parts[0].equals("1"))) {
        return new QueueKey(
            parts[0].equals("1"),
            Priority.ofWire(parts[1]).orElseThrow(IllegalArgumentException::new),
            time(parts[2]),
            time(parts[3]),
            new TicketId(parts[4]));
      }
    } catch (IllegalArgumentException | DateTimeException notACursor) {
      // refused below, like any other text that was not made here
    }
    throw new Failure(
        Failure.Kind.BAD_REQUEST,
        "invalid-parameter",
        "cursor: not one of ours; begin again without it",
        Map.of("field", "cursor"));
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "" : at.toString();
  }

  private static @Nullable Instant time(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }
}
