package io.omnigate.gateway.live;

import org.jspecify.annotations.Nullable;

/**
 * One client's view of one group: which of the group's states it was sent last. To be used from the
 * hub's context only.
 */
final class Subscription {
  private final String id;
  private final Outlet outlet;
  private final LiveGroup group;
  private final ClientFrame.@Nullable Resume resume;
  private @Nullable QueueState sent;
  private boolean replaying;
  private long owed;

  /** A subscription that is not yet begun. */
  Subscription(String id, Outlet outlet, LiveGroup group, ClientFrame.@Nullable Resume resume) {
    this.id = id;
    this.outlet = outlet;
    this.group = group;
    this.resume = resume;
  }

  /** The client's name for it. */
  String id() {
    return id;
  }

  /** The view it belongs to. */
  LiveGroup group() {
    return group;
  }

  /** How many characters of deltas the client has yet to be sent. */
  long owed() {
    return owed;
  }

  /**
   * The group has a new state: sends it, or owes it.
   *
   * @param commitNanos when the commit behind it was known; 0 where that is not known
   */
  void changed(QueueState state, long commitNanos) {
    if (outlet.full()) {
      owed += state.weight();
      outlet.closeIfTooSlow();
    } else {
      catchUp(commitNanos);
    }
  }

  /** Sends what is missing, as far as there is room. */
  void catchUp(long commitNanos) {
    QueueState current = group.current();
    while (current != null && !outlet.full() && sent != current) {
      sent = sent == null ? begin(current) : step(sent, current, commitNanos);
    }
    if (sent == current) {
      owed = 0;
    }
  }

  /** Where the client stands in this group's remembered states, or else a snapshot. */
  private QueueState begin(QueueState current) {
    QueueState known =
        resume != null && resume.epoch().equals(group.epoch()) ? group.state(resume.seq()) : null;
    if (known != null) {
      replaying = true;
      return known;
    }
    outlet.send(group.frames().snapshot(id, group.epoch(), current));
    return current;
  }

  /**
   * One state on: each missed one by itself after a resume; otherwise all that was missed merged,
   * which is the shared step where only one was.
   */
  private QueueState step(QueueState from, QueueState current, long commitNanos) {
    QueueState next =
        replaying || from.seq() + 1 == current.seq() ? group.state(from.seq() + 1) : null;
    String step = next == null ? null : next.step();
    if (next == null || step == null) {
      outlet.send(ServerFrames.delta(id, group.frames().merged(from, current)), commitNanos);
      next = current;
    } else {
      outlet.send(ServerFrames.delta(id, step), commitNanos);
    }
    replaying = replaying && next != current;
    return next;
  }
}
