package io.omnigate.gateway.live;

import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.TicketFilter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The groups of this node. One that everybody left is kept for a while, so that who comes back can
 * resume. To be used from the hub's context only.
 */
final class LiveGroups {
  private static final int MAX_GROUPS = 256;
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Map<LiveGroup.Key, LiveGroup> groups = new HashMap<>();
  private final Function<LiveGroup.Key, LiveGroup> create;

  /** No groups yet; new ones come from {@code create}. */
  LiveGroups(Function<LiveGroup.Key, LiveGroup> create) {
    this.create = create;
  }

  /**
   * The group for a filter and a limit, fresh where there is none yet. Fails with {@code TOO_MANY}
   * while the bound of groups is reached and all of them have subscribers.
   */
  LiveGroup of(TicketFilter filter, int limit) {
    LiveGroup.Key key = new LiveGroup.Key(filter, limit);
    LiveGroup known = groups.get(key);
    if (known != null) {
      return known;
    }
    if (groups.size() >= MAX_GROUPS) {
      makeRoom();
    }
    LiveGroup group = create.apply(key);
    groups.put(key, group);
    return group;
  }

  /**
   * Something may have changed.
   *
   * @param commitNanos when the commit was known; 0 where none is known
   */
  void changed(long commitNanos) {
    groups.values().forEach(group -> group.changed(commitNanos));
  }

  /** Forgets the groups that were left long ago. */
  void forgetAbandoned() {
    long now = System.nanoTime();
    groups.values().stream()
        .filter(group -> group.idle() && now - group.idleSinceNanos() > KEPT_NANOS)
        .toList()
        .forEach(this::forget);
  }

  /** Forgets all. */
  void clear() {
    groups.values().forEach(LiveGroup::stop);
    groups.clear();
  }

  private void makeRoom() {
    Optional<LiveGroup> oldest =
        groups.values().stream()
            .filter(LiveGroup::idle)
            .min(Comparator.comparingLong(LiveGroup::idleSinceNanos));
    forget(
        oldest.orElseThrow(
            () ->
                new Failure(
                    Failure.Kind.TOO_MANY,
                    "too-many-views",
                    "This node shows as many different views as it can;"
                        + " use a filter that others use, or try again later.")));
  }

  private void forget(LiveGroup group) {
    group.stop();
    groups.values().remove(group);
  }
}
