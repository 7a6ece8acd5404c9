package io.omnigate.core.conversation;

/** Spreads signs of life to whoever watches the ticket, on this node and on every other one. */
@FunctionalInterface
public interface Activities {
  /** Tells of one; may be called on any thread, and never fails. */
  void tell(Activity activity);
}
