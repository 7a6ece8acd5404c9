package io.omnigate.channels;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.notice.Notice;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one request brought.
 *
 * @param messages what customers wrote, in the order they wrote it; may be empty
 * @param ignored how many events were no customer text, by a stable reason; notices are among them
 * @param notices what was told of messages that came or went earlier
 * @param reply what the provider wants to hear instead of receipts
 */
public record Arrival(
    List<InboundMessage> messages,
    Map<String, Integer> ignored,
    List<Notice> notices,
    Optional<Answer> reply) {
  /** Keeps copies. */
  public Arrival {
    messages = List.copyOf(messages);
    ignored = Map.copyOf(ignored);
    notices = List.copyOf(notices);
  }

  /** One message and nothing else. */
  public static Arrival of(InboundMessage message) {
    return new Arrival(List.of(message), Map.of(), List.of(), Optional.empty());
  }

  /** No message; one event ignored for {@code reason}. */
  public static Arrival ignoring(String reason) {
    return new Arrival(List.of(), Map.of(reason, 1), List.of(), Optional.empty());
  }

  /** How many events were ignored, whatever the reason. */
  public int ignoredCount() {
    return ignored.values().stream().mapToInt(Integer::intValue).sum();
  }
}
