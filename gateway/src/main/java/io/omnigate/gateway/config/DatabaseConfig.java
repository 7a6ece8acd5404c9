package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The database.
 *
 * @param url {@code postgresql://user:password@host:port/name}; null for the embedded PostgreSQL
 */
public record DatabaseConfig(@Nullable String url) {
  static DatabaseConfig read(Section section) {
    String url = section.textOr("url", "");
    section.close();
    if (!url.isEmpty() && !isPostgresql(url)) {
      section.mistake("url", "has to be like postgresql://user:password@host:5432/omnigate");
    }
    return new DatabaseConfig(url.isEmpty() ? null : url);
  }

  private static boolean isPostgresql(String url) {
    try {
      URI uri = new URI(url);
      boolean scheme = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      return scheme && uri.getHost() != null && uri.getRawPath().length() > 1;
    } catch (URISyntaxException notUrl) {
      return false;
    }
  }

  /** Without the password, which does not belong into a log. */
  @Override
  public String toString() {
    return "DatabaseConfig[" + (url == null ? "embedded" : "external") + ']';
  }
}
