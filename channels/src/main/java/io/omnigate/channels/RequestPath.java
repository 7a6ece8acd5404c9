package io.omnigate.channels;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells a request's path and query that can be decoded from those that cannot. */
final class RequestPath {
  private RequestPath() {}

  /**
   * Whether there is a {@code path} and each percent sign of it and of {@code query} begins two
   * hexadecimal digits (RFC 3986, 2.1). What decodes them takes one that does not for an error of
   * ours and writes a stack trace, with which a stranger could fill the log.
   */
  static boolean readable(@Nullable String path, @Nullable String query) {
    return path != null && decodable(path) && (query == null || decodable(query));
  }

  private static boolean decodable(String text) {
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
      if (at + 2 >= text.length()
          || !HexFormat.isHexDigit(text.charAt(at + 1))
          || !HexFormat.isHexDigit(text.charAt(at + 2))) {
        return false;
      }
    }
    return true;
  }
}
