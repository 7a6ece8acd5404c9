package io.omnigate.channels.socket;

import io.vertx.core.Future;

/**
 * One client's socket as whoever sends to it needs it. Every method may be called on any thread.
 */
public interface Wire {
  /** Sends a text frame; completes once the operating system has it, fails where it never will. */
  Future<Void> write(String text);

  /** Stops taking frames from the client, or takes them again. */
  void hold(boolean hold);

  /**
   * Says good-bye and closes; where the client does not take the good-bye within seconds, the
   * connection is dropped. Completes once the connection is gone.
   */
  Future<Void> close(CloseCode code, String reason);
}
