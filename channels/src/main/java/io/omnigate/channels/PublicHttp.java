package io.omnigate.channels;

import java.time.Duration;
import java.util.Set;

/**
 * How the public server listens.
 *
 * @param port 0 for any free one
 * @param headDeadline how long a connection may take for its first request's head
 * @param keepAlive how long a connection may take from an answer to the next request's head
 * @param bodyDeadline how long a body may take
 * @param drain how long requests in flight are waited for at the end
 * @param trustedProxies addresses of reverse proxies whose {@code X-Forwarded-For} is believed
 */
public record PublicHttp(
    String host,
    int port,
    Duration headDeadline,
    Duration keepAlive,
    Duration bodyDeadline,
    Duration drain,
    Set<String> trustedProxies) {

  /** The usual deadlines, and no proxy. */
  public static PublicHttp on(String host, int port) {
    return new PublicHttp(
        host,
        port,
        Duration.ofSeconds(10),
        Duration.ofSeconds(75),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Set.of());
  }

  /** The same behind reverse proxies of the given addresses. */
  public PublicHttp trusting(Set<String> proxies) {
    return new PublicHttp(host, port, headDeadline, keepAlive, bodyDeadline, drain, proxies);
  }
}
