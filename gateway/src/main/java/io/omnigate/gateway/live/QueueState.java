package io.omnigate.gateway.live;

import io.omnigate.core.ticket.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a live view showed at one moment.
 *
 * @param seq grows by one from state to state
 * @param window the first tickets in queue order
 * @param total how many tickets match, in the window or behind it
 * @param step the delta from the state before this one, encoded without its subscription's id; null
 *     for the first state
 */
record QueueState(long seq, List<Ticket> window, long total, @Nullable String step) {
  /** Keeps a copy of the window. */
  QueueState {
    window = List.copyOf(window);
  }

  /** How much remembering {@link #step} costs, in characters. */
  int weight() {
    return step == null ? 0 : step.length();
  }
}
