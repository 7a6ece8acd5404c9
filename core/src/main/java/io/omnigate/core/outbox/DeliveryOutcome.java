package io.omnigate.core.outbox;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one try to hand a message over. A reason is a sentence for agents: what happened
 * and, where there is something, what to do. It holds no secret and nothing of the message.
 */
public sealed interface DeliveryOutcome {
  /**
   * The other side took it.
   *
   * @param providerIds the ids under which the other side will speak of it in delivery reports;
   *     several where a long text went out in parts; may be empty
   */
  record Sent(List<String> providerIds) implements DeliveryOutcome {
    /** Keeps a copy. */
    public Sent {
      providerIds = List.copyOf(providerIds);
    }
  }

  /**
   * The other side certainly did not take it and may later.
   *
   * @param after how long it asked to be left alone; null where it said nothing
   */
  record Retry(String reason, @Nullable Duration after) implements DeliveryOutcome {
    /** Without a wish of the other side. */
    public Retry(String reason) {
      this(reason, null);
    }
  }

  /** The other side did not take it and never will. */
  record Failed(String reason) implements DeliveryOutcome {
    /** One of its files was purged meanwhile. */
    public static Failed fileGone() {
      return new Failed("A file of it is no longer there.");
    }
  }

  /** It was handed over, or a part of it, and no answer came: nobody knows. */
  record Uncertain(String reason) implements DeliveryOutcome {}
}
