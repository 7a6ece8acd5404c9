package io.omnigate.core.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a lane's next batch: in their order within a channel, and the channels by
 * turns, so that a message never waits behind another channel's flood. Used on one context.
 */
final class WaitingLine {
  /** For each channel that waits where several do. */
  private static final int SHARE = 8;

  private final Map<String, ArrayDeque<Pending>> channels = new LinkedHashMap<>();

  void add(Pending pending) {
    channels
        .computeIfAbsent(pending.message().origin().channel(), any -> new ArrayDeque<>())
        .add(pending);
  }

  boolean isEmpty() {
    return channels.isEmpty();
  }

  /**
   * The next batch. Where several channels wait it is a small one, unless much waits of each:
   * nobody's batch is long because of another. A message larger than a whole batch may be travels
   * alone. One that does not fit any more keeps its turn, and begins the batch after.
   */
  List<Pending> take(int messages, long bytes) {
    List<Pending> batch = new ArrayList<>();
    long taken = 0;
    int most = Math.min(messages, channels.size() * share());
    while (!channels.isEmpty() && batch.size() < most) {
      Map.Entry<String, ArrayDeque<Pending>> turn = channels.entrySet().iterator().next();
      ArrayDeque<Pending> line = turn.getValue();
      taken += line.element().bytes();
      if (taken > bytes && !batch.isEmpty()) {
        break;
      }
      batch.add(line.remove());
      channels.remove(turn.getKey());
      if (!line.isEmpty()) {
        channels.put(turn.getKey(), line); // at the end: the others have their turn first
      }
    }
    return batch;
  }

  /** More where more waits of each: as much as of the one with the fewest. */
  private int share() {
    int fewest = channels.values().stream().mapToInt(ArrayDeque::size).min().orElse(0);
    return Math.max(SHARE, fewest);
  }

  /** Removes one whose time is up, or answers null. */
  @Nullable Pending takeLate(long nowNanos) {
    for (Iterator<ArrayDeque<Pending>> lines = channels.values().iterator(); lines.hasNext(); ) {
      ArrayDeque<Pending> line = lines.next();
      if (line.element().late(nowNanos)) {
        Pending late = line.remove();
        if (line.isEmpty()) {
          lines.remove();
        }
        return late;
      }
    }
    return null;
  }
}
