package io.omnigate.channels;

import io.omnigate.core.intake.InboundMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one request brought.
 *
 * @param messages what customers wrote, in the order they wrote it; may be empty
 * @param ignored how many events were no customer text, by a stable reason
 */
public record Arrival(List<InboundMessage> messages, Map<String, Integer> ignored) {
  /** Keeps copies. */
  public Arrival {
    messages = List.copyOf(messages);
    ignored = Map.copyOf(ignored);
  }

  /** One message and nothing else. */
  public static Arrival of(InboundMessage message) {
    return new Arrival(List.of(message), Map.of());
  }

  /** No message; one event ignored for {@code reason}. */
  public static Arrival ignoring(String reason) {
    return new Arrival(List.of(), Map.of(reason, 1));
  }

  /** How many events were ignored, whatever the reason. */
  public int ignoredCount() {
    return ignored.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Counts ignored events while a batch is read. */
  public static final class Ignored {
    private final Map<String, Integer> counts = new HashMap<>();

    /** One event more for {@code reason}. */
    public void add(String reason) {
      counts.merge(reason, 1, Integer::sum);
    }

    /** The counts so far. */
    public Map<String, Integer> counts() {
      return counts;
    }
  }
}
