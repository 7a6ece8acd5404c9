package io.omnigate.gateway.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/** Ports and addresses to listen on. */
final class Ports {
  /** The largest port there is. */
  static final int MAX = 65_535;

  private static final Set<String> ANY_OR_LOOPBACK =
      Set.of("127.0.0.1", "0.0.0.0", "::", "::1", "localhost");

  private Ports() {}

  /**
   * {@code port}, or for 0 one that is free now. It is chosen here, not on listening, because every
   * event loop listens on the same one and the default public URL names it.
   */
  static int orFree(int port) {
    if (port != 0) {
      return port;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  /** What to call a server that listens on {@code host} from this machine, as part of a URL. */
  static String reachable(String host) {
    if (ANY_OR_LOOPBACK.contains(host)) {
      return "localhost";
    }
    return host.contains(":") ? '[' + host + ']' : host;
  }
}
