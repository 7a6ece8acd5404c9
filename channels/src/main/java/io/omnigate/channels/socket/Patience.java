package io.omnigate.channels.socket;

import java.time.Duration;

/**
 * How long a socket waits for its client.
 *
 * @param auth for the first frame
 * @param ping between two pings; a client that answers neither of two is dropped at the next
 * @param recheck between two looks at whether the session still stands
 * @param goodbye for the client to take the good-bye
 */
public record Patience(Duration auth, Duration ping, Duration recheck, Duration goodbye) {
  /** What the protocol promises: a dead client is gone within 60 seconds. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3));
}
