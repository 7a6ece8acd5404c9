package io.omnigate.core.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what became of every message: received = stored + duplicate + rejected + quarantined. The
 * channels count what they refuse, the core counts what reached it, once its fate is known.
 */
public final class IntakeMeters {
  /** What became of a message. */
  public enum Outcome {
    /** Durable, for the first time. */
    STORED,
    /** Durable before; answered with the first receipt. */
    DUPLICATE,
    /** Refused; nothing stored. */
    REJECTED,
    /** Kept raw, and set aside. */
    QUARANTINED;

    /** The label value. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Key(String channel, String kind, Outcome outcome, String reason) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();

  /** Counts in {@code registry}. */
  public IntakeMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows a channel's outcomes from the start, at 0, so that what watches them need not wait. */
  public void prepare(String channel, String kind) {
    for (Outcome outcome : Outcome.values()) {
      counters.computeIfAbsent(new Key(channel, kind, outcome, "none"), this::counter);
    }
  }

  /**
   * One message more.
   *
   * @param channel the channel's id; for a channel that does not exist {@code unknown}
   * @param reason a stable code such as {@code bad-signature}; {@code none} for what was stored
   */
  public void count(String channel, String kind, Outcome outcome, String reason) {
    counters.computeIfAbsent(new Key(channel, kind, outcome, reason), this::counter).increment();
  }

  /** Events that carry no customer text, such as read receipts; they make no ticket. */
  public void ignored(String channel, String kind, String reason, int count) {
    Counter.builder("omnigate.events.ignored")
        .description("Provider events that are no customer text")
        .tag("channel", channel)
        .tag("kind", kind)
        .tag("reason", reason)
        .register(registry)
        .increment(count);
  }

  private Counter counter(Key key) {
    return Counter.builder("omnigate.messages")
        .description("Messages by what became of them")
        .tag("channel", key.channel())
        .tag("kind", key.kind())
        .tag("outcome", key.outcome().wire())
        .tag("reason", key.reason())
        .register(registry);
  }
}
