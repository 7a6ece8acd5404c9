package io.omnigate.channels.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;

/**
 * Tells by which network address a peer is counted and limited.
 *
 * @param trustedProxies addresses of reverse proxies whose {@code X-Forwarded-For} is believed
 */
public record PeerAddress(Set<String> trustedProxies) {

  /** Keeps a copy of the addresses. */
  public PeerAddress {
    trustedProxies = Set.copyOf(trustedProxies);
  }

  /**
   * The peer's address; behind a proxy that we trust, the last address that the proxy itself added.
   * Empty where the connection has none.
   */
  public String of(HttpServerRequest request) {
    SocketAddress address = request.connection().remoteAddress();
    String peer = address == null || address.hostAddress() == null ? "" : address.hostAddress();
    List<String> forwarded = request.headers().getAll("X-Forwarded-For");
    if (forwarded.isEmpty() || !trustedProxies.contains(peer)) {
      return peer;
    }
    String last = forwarded.getLast();
    return last.substring(last.lastIndexOf(',') + 1).strip();
  }
}
