package io.omnigate.channels.email;

import io.omnigate.channels.email.HandedMail.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The header fields of a mail or of one of its parts, in their order: unfolded, raw 8-bit bytes
 * read as text, encoded words not yet decoded.
 */
final class MailHeaders {
  private final List<Header> fields = new ArrayList<>();

  /** Adds one raw field, folded or not; what has no colon is dropped. */
  void add(byte[] raw) {
    String text = MailCharsets.guess(raw);
    int colon = text.indexOf(':');
    if (colon > 0) {
      String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      fields.add(new Header(name, unfolded(text.substring(colon + 1))));
    }
  }

  /** Adds a field that is unfolded already. */
  void add(String name, String value) {
    fields.add(new Header(name.strip().toLowerCase(Locale.ROOT), unfolded(value)));
  }

  /**
   * Reads the header block at the beginning of {@code bytes} by lines alone, as far as the bounds
   * go: for what no stricter reader takes, and for the headers that a bounce returns.
   */
  static MailHeaders scan(byte[] bytes) {
    MailHeaders headers = new MailHeaders();
    int limit = Math.min(bytes.length, MailBounds.MAX_HEADER_BYTES);
    int begin = 0;
    int at = 0;
    while (at < limit && headers.fields.size() < MailBounds.MAX_HEADERS) {
      int end = at;
      while (end < limit && bytes[end] != '\n') {
        end++;
      }
      boolean blank = end == at || (end == at + 1 && bytes[at] == '\r');
      boolean folded = !blank && (bytes[at] == ' ' || bytes[at] == '\t');
      if (at > begin && !folded) {
        headers.add(Arrays.copyOfRange(bytes, begin, at));
        begin = at;
      }
      if (blank && !headers.fields.isEmpty()) {
        return headers;
      }
      at = end + 1;
      begin = blank ? at : begin;
    }
    if (begin < limit) {
      headers.add(Arrays.copyOfRange(bytes, begin, Math.min(at, limit)));
    }
    return headers;
  }

  /** The first field of the name, in lower case; empty where there is none. */
  String first(String name) {
    for (Header field : fields) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return "";
  }

  /** Every field of the name. */
  List<String> all(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(Header::value).toList();
  }

  /** Whether there is such a field. */
  boolean has(String name) {
    return fields.stream().anyMatch(field -> field.name().equals(name));
  }

  /** Every field, in their order. */
  List<Header> fields() {
    return List.copyOf(fields);
  }

  /** Whether there is no field at all. */
  boolean isEmpty() {
    return fields.isEmpty();
  }

  private static String unfolded(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        line.append(' ');
      } else if (c != '\r' && c != '\n') {
        line.append(c);
      }
    }
    return line.toString().strip();
  }
}
