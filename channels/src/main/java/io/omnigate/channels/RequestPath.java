package io.omnigate.channels;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells a request's path that can be decoded from one that cannot. */
final class RequestPath {
  private RequestPath() {}

  /**
   * Whether {@code path} is there and each of its percent signs begins two hexadecimal digits (RFC
   * 3986, 2.1). The router takes one that does not for an error of ours and writes a stack trace,
   * with which a stranger could fill the log.
   */
  static boolean readable(@Nullable String path) {
    if (path == null) {
      return false;
    }
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      if (at + 2 >= path.length()
          || !HexFormat.isHexDigit(path.charAt(at + 1))
          || !HexFormat.isHexDigit(path.charAt(at + 2))) {
        return false;
      }
    }
    return true;
  }
}
