package io.omnigate.core.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds a port for the server. Below the range from which operating systems take the ports of
 * outgoing connections, so that none of those sits on it when the server is started again.
 */
final class FreePort {
  private static final int FROM = 20_000;
  private static final int TO = 32_000;
  private static final int TRIES = 50;

  private FreePort() {}

  /** A port that is free on 127.0.0.1. */
  static int find(RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FROM, TO);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken; the next one
      }
    }
    throw new PostgresException("No free port was found for PostgreSQL on 127.0.0.1.");
  }
}
