package io.omnigate.gateway.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Tells whether a browser's request comes from a page of ours (RFC 6454 origins). A cookie alone
 * does not say who wrote the page that sent it.
 */
public final class OwnOrigin {
  private final String publicOrigin;

  /**
   * The origin check.
   *
   * @param publicUrl where agents reach the gateway: scheme, host and port
   */
  public OwnOrigin(String publicUrl) {
    this.publicOrigin = origin(publicUrl);
  }

  /** Whether agents reach the gateway by TLS. */
  public boolean secure() {
    return publicOrigin.startsWith("https:");
  }

  /**
   * Whether the request says that it comes from our own origin: exactly one {@code Origin}, that of
   * the public URL or of the host it was sent to; or none, and {@code Sec-Fetch-Site: same-origin}.
   */
  public boolean proven(HttpServerRequest request) {
    List<String> origins = request.headers().getAll("Origin");
    if (origins.isEmpty()) {
      return "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
    }
    return origins.size() == 1 && own(origins.getFirst(), request);
  }

  /** Whether the request says that it comes from somebody else's page. */
  public boolean foreign(HttpServerRequest request) {
    List<String> origins = request.headers().getAll("Origin");
    return !origins.isEmpty() && !proven(request);
  }

  private boolean own(String origin, HttpServerRequest request) {
    String normal = origin(origin);
    return !normal.isEmpty() && (normal.equals(publicOrigin) || normal.equals(host(request)));
  }

  /** The host it was sent to, under the scheme that this server itself speaks. */
  private static String host(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority == null ? "" : origin(request.scheme() + "://" + authority);
  }

  /** Scheme, host and port in normal form; empty where {@code text} is no web origin. */
  private static String origin(String text) {
    try {
      URI uri = URI.create(text.toLowerCase(Locale.ROOT));
      boolean https = "https".equals(uri.getScheme());
      if (uri.getHost() == null || !(https || "http".equals(uri.getScheme()))) {
        return "";
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
      return uri.getScheme() + "://" + uri.getHost() + ':' + port;
    } catch (IllegalArgumentException notAnOrigin) {
      return "";
    }
  }
}
