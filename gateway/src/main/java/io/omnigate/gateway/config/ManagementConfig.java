package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import org.jspecify.annotations.Nullable;

/**
 * The server for metrics and health.
 *
 * @param host the address to listen on; only this machine unless told otherwise
 * @param port the port to listen on, never 0
 */
public record ManagementConfig(String host, int port) {
  private static final int DEFAULT_PORT = 8081;

  static ManagementConfig read(Section section, @Nullable Integer portOption) {
    String host = section.textOr("host", "127.0.0.1");
    int configured = section.integer("port", DEFAULT_PORT, 0, Ports.MAX);
    section.close();
    return new ManagementConfig(host, Ports.orFree(portOption == null ? configured : portOption));
  }

  /** Where this machine reaches the server. */
  public String localUrl() {
    return "http://" + Ports.reachable(host) + ':' + port;
  }
}
