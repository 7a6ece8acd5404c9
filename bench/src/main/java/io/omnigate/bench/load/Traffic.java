package io.omnigate.bench.load;

/** Makes messages, one after the other. Used by one event loop alone. */
public interface Traffic {
  /** The next message; a new one each time. */
  Outgoing next();

  /** Told of each message that was accepted, so that later ones can follow it up. */
  default void accepted(Outgoing message, Receipt receipt) {}
}
