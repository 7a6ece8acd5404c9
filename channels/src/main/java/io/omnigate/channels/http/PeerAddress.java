package io.omnigate.channels.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Tells by which network address a peer is counted and limited.
 *
 * @param trustedProxies addresses of reverse proxies whose {@code X-Forwarded-For} is believed
 */
public record PeerAddress(Set<String> trustedProxies) {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

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

  /**
   * By what an address is counted: itself, or of IPv6 the first 64 bits, within which one customer
   * has all addresses there are (RFC 6177). An IPv4 address within an IPv6 one is the IPv4 address.
   */
  public static String network(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null || bytes.length != IPV6_BYTES || isMapped(bytes)) {
      return bytes == null ? address : NetUtil.bytesToIpAddress(tail(bytes));
    }
    Arrays.fill(bytes, IPV6_BYTES / 2, IPV6_BYTES, (byte) 0);
    return NetUtil.bytesToIpAddress(bytes) + "/64";
  }

  /** {@code ::ffff:a.b.c.d} (RFC 4291 2.5.5.2). */
  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == (byte) 0xFF && bytes[11] == (byte) 0xFF;
  }

  private static byte[] tail(byte[] bytes) {
    return Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length);
  }
}
