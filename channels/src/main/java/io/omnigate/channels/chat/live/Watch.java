package io.omnigate.channels.chat.live;

import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Head;
import io.omnigate.core.conversation.Conversations.Standing;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that is open on this node, in one window of its visitor or several. To be used
 * from the hub's context only.
 */
final class Watch {
  /** How many windows a conversation can have on one node. */
  static final int MAX_WINDOWS = 16;

  private final Conversations.Key key;
  private final Set<Visitor> windows = new LinkedHashSet<>();
  private @Nullable Standing standing;

  Watch(Conversations.Key key) {
    this.key = key;
  }

  /** Which conversation. */
  Conversations.Key key() {
    return key;
  }

  /** Where it is known to stand. */
  Head head() {
    return new Head(key, standing);
  }

  /** The ticket it is on; null where it has none yet. */
  @Nullable Standing standing() {
    return standing;
  }

  /** It was first read. */
  void known(@Nullable Standing first) {
    if (standing == null) {
      standing = first;
    }
  }

  /** It moved on: every window reads what is new. */
  void moved(@Nullable Standing now) {
    standing = now;
    windows().forEach(Visitor::pump);
  }

  /** Adds a window, where there is room for one more. */
  boolean add(Visitor window) {
    return windows.size() < MAX_WINDOWS && windows.add(window);
  }

  /** Takes a window away; whether it was the last one. */
  boolean remove(Visitor window) {
    windows.remove(window);
    return windows.isEmpty();
  }

  /** The windows there are. */
  List<Visitor> windows() {
    return List.copyOf(windows);
  }
}
