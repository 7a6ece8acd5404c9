package io.omnigate.channels.http;

import io.omnigate.channels.Texts;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** The headers a file of a stranger's making is sent with. */
public final class Download {
  private static final String BYTES = "application/octet-stream";

  /** What browsers show without running anything; everything else is bytes. */
  private static final Set<String> PASSIVE =
      Set.of(
          "application/pdf",
          "application/zip",
          "image/avif",
          "image/bmp",
          "image/gif",
          "image/jpeg",
          "image/png",
          "image/tiff",
          "image/webp",
          "text/csv",
          "text/plain");

  /** What stands for itself in a parameter's extended value (RFC 8187, attr-char). */
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  private Download() {}

  /** The media type to send; what a browser could run becomes plain bytes. */
  public static String mediaType(String claimed) {
    String type = claimed.toLowerCase(Locale.ROOT);
    return PASSIVE.contains(type) ? type : BYTES;
  }

  /**
   * {@code attachment} with the file's name, in ASCII for old clients and whole for the rest (RFC
   * 6266, RFC 8187).
   */
  public static String disposition(String name) {
    String safe = Texts.fileName(name, "file");
    StringBuilder ascii = new StringBuilder();
    safe.codePoints().forEach(c -> ascii.append(c < 0x7F && c != '"' && c != '%' ? (char) c : '_'));
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + extended(safe);
  }

  private static String extended(String name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          c >= '0' && c <= '9'
              || c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || ATTR_CHARS.indexOf(c) >= 0;
      if (plain) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }
}
