package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public server.
 *
 * @param host the address to listen on
 * @param port the port to listen on, never 0
 * @param publicUrl where customers and agents reach it: scheme, host and port, nothing after it
 * @param trustedProxies addresses of reverse proxies whose {@code X-Forwarded-For} is believed
 */
public record HttpConfig(String host, int port, String publicUrl, Set<String> trustedProxies) {
  private static final int DEFAULT_PORT = 8080;
  private static final String LOCALHOST = "http://localhost";

  static HttpConfig read(Section section, @Nullable Integer portOption) {
    String host = section.textOr("host", "127.0.0.1");
    int configured = section.integer("port", DEFAULT_PORT, 0, Ports.MAX);
    int port = Ports.orFree(portOption == null ? configured : portOption);
    String url = section.textOr("publicUrl", LOCALHOST + ':' + port);
    List<String> proxies = section.texts("trustedProxies", List.of());
    section.close();
    return new HttpConfig(host, port, origin(section, url), Set.copyOf(proxies));
  }

  /** Where this machine reaches the server, whatever stands before it. */
  public String localUrl() {
    return "http://" + Ports.reachable(host) + ':' + port;
  }

  private static String origin(Section section, String url) {
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
      if (http && uri.getHost() != null && bare && uri.getRawQuery() == null) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
      }
    } catch (URISyntaxException notUrl) {
      // told below, like any other text that is no origin
    }
    section.mistake("publicUrl", "has to be like https://support.example.com, with nothing after");
    return LOCALHOST;
  }
}
