package io.omnigate.gateway.live;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells pages of our own from foreign ones by the {@code Origin} header (RFC 6454), which a browser
 * sends with every WebSocket it opens and which no page can forge. Without this check any page
 * could open a socket with its visitor's session cookie, for browsers send cookies along across
 * sites.
 */
final class OwnOrigin {
  private final @Nullable Place publicPlace;

  private record Place(boolean secure, String host, int port) {}

  /**
   * Takes pages of {@code publicUrl} as our own, and pages of the very host and port that a request
   * was made to. Where {@code publicUrl} is https, so must they be.
   */
  OwnOrigin(URI publicUrl) {
    publicPlace = place(publicUrl.getScheme(), publicUrl.getHost(), publicUrl.getPort());
  }

  /**
   * Whether a request comes from a page of our own.
   *
   * @param origins the values of its {@code Origin} headers
   * @param authority what its {@code Host} header says
   */
  boolean test(List<String> origins, @Nullable HostAndPort authority) {
    if (origins.size() != 1) {
      return false;
    }
    Place origin = place(origins.getFirst());
    if (origin == null) {
      return false;
    }
    if (origin.equals(publicPlace)) {
      return true;
    }
    boolean secureEnough = publicPlace == null || !publicPlace.secure() || origin.secure();
    return secureEnough
        && authority != null
        && origin.equals(
            place(origin.secure() ? "https" : "http", authority.host(), authority.port()));
  }

  private static @Nullable Place place(String origin) {
    try {
      URI uri = new URI(origin);
      boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
      return bare && uri.getRawUserInfo() == null && uri.getRawFragment() == null
          ? place(uri.getScheme(), uri.getHost(), uri.getPort())
          : null;
    } catch (URISyntaxException | NullPointerException notAnOrigin) {
      return null;
    }
  }

  private static @Nullable Place place(@Nullable String scheme, @Nullable String host, int port) {
    if (host == null || !("http".equals(scheme) || "https".equals(scheme))) {
      return null;
    }
    boolean secure = "https".equals(scheme);
    int defaultPort = secure ? 443 : 80;
    return new Place(secure, host.toLowerCase(Locale.ROOT), port > 0 ? port : defaultPort);
  }
}
