package io.omnigate.core;

/** The local event bus as the core uses it: addresses and what travels on them. */
public final class CoreBus {
  /**
   * Published after every commit that changed tickets, here or on another node, with a {@link
   * Changed}. It wakes the live views; what changed they read from the database, so a lost or a
   * doubled signal does no harm.
   */
  public static final String CHANGED = "omnigate.changed";

  /**
   * Published for every sign of life in a conversation, here or on another node, as an {@link
   * io.omnigate.core.conversation.Activity}.
   */
  public static final String ACTIVITY = "omnigate.activity";

  /** The codec that passes records by reference on one node. */
  public static final String BY_REFERENCE = "omnigate.by-reference";

  private CoreBus() {}

  /**
   * Tickets changed.
   *
   * @param committedAtNanos {@link System#nanoTime} when the commit was known here
   */
  public record Changed(long committedAtNanos) {}
}
