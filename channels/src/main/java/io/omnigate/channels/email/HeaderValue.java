package io.omnigate.channels.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A header of the form {@code value; name=text; name*=charset'language'text}, such as Content-Type,
 * read as leniently as such headers are written. Continuations and charsets of RFC 2231 are joined
 * and decoded, and encoded words too, which RFC 2047 forbids there and mail programs send.
 *
 * @param value before the first semicolon, in lower case
 * @param parameters by their names in lower case
 */
record HeaderValue(String value, Map<String, String> parameters) {
  private static final int MAX_PARAMETERS = 100;

  /** Of one parameter's text as it came; one character of a name can take twelve. */
  private static final int MAX_TEXT = 8_000;

  /** One parameter's text, in pieces by number, and whether a piece is percent-encoded. */
  private static final class Pieces {
    private final Map<Integer, String> texts = new TreeMap<>();
    private final Map<Integer, Boolean> encoded = new HashMap<>();
  }

  /** Reads a header's text. */
  static HeaderValue parse(String header) {
    int end = endOutsideQuotes(header, 0, ';');
    String value = header.substring(0, end).strip().toLowerCase(Locale.ROOT);
    Map<String, Pieces> found = new HashMap<>();
    while (end < header.length() && found.size() < MAX_PARAMETERS) {
      int begin = end + 1;
      end = endOutsideQuotes(header, begin, ';');
      add(found, header.substring(begin, end));
    }
    Map<String, String> parameters = new HashMap<>();
    found.forEach((name, pieces) -> parameters.put(name, text(pieces)));
    return new HeaderValue(value, parameters);
  }

  /**
   * A header's value alone, without parameters and comments (RFC 5322 3.2.2), in lower case. A
   * parenthesis that is never closed begins no comment.
   */
  static String word(String header) {
    StringBuilder word = new StringBuilder(header.length());
    int comment = 0;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '(') {
        comment++;
      } else if (c == ')' && comment > 0) {
        comment--;
      } else if (comment == 0) {
        word.append(c);
      }
    }
    return parse(comment == 0 ? word.toString() : header).value();
  }

  /** A parameter; empty where it is not given. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Where the piece that begins at {@code from} ends: at a delimiter outside quotes. */
  static int endOutsideQuotes(String text, int from, char delimiter) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static void add(Map<String, Pieces> found, String piece) {
    int equals = piece.indexOf('=');
    if (equals < 0) {
      return;
    }
    String name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    String text = unquoted(piece.substring(equals + 1).strip());
    boolean encoded = name.endsWith("*");
    String[] parts = (encoded ? name.substring(0, name.length() - 1) : name).split("\\*", 2);
    Pieces pieces = found.computeIfAbsent(parts[0], any -> new Pieces());
    int number = parts.length == 2 ? number(parts[1]) : 0;
    if (pieces.texts.putIfAbsent(number, text) == null) {
      pieces.encoded.put(number, encoded);
    }
  }

  private static String text(Pieces pieces) {
    if (!pieces.encoded.containsValue(true)) {
      return EncodedWords.decode(cut(String.join("", pieces.texts.values())));
    }
    String charset = "utf-8";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean first = true;
    for (Map.Entry<Integer, String> piece : pieces.texts.entrySet()) {
      String text = cut(piece.getValue());
      boolean encoded = pieces.encoded.getOrDefault(piece.getKey(), false);
      String[] prefixed = first && encoded ? text.split("'", 3) : new String[0];
      if (prefixed.length == 3) {
        charset = prefixed[0];
        text = prefixed[2];
      }
      first = false;
      bytes.writeBytes(encoded ? percent(text) : text.getBytes(StandardCharsets.UTF_8));
    }
    return MailCharsets.decode(bytes.toByteArray(), charset);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private static byte[] percent(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      boolean room = text.charAt(i) == '%' && i + 2 < text.length();
      int high = room ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = room ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high >= 0 && low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String unquoted(String text) {
    if (!text.startsWith("\"")) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 1; i < text.length() && text.charAt(i) != '"'; i++) {
      boolean escaped = text.charAt(i) == '\\' && i + 1 < text.length();
      plain.append(text.charAt(escaped ? ++i : i));
    }
    return plain.toString();
  }

  private static int number(String digits) {
    boolean valid =
        !digits.isEmpty() && digits.length() < 4 && digits.chars().allMatch(Character::isDigit);
    return valid ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }
}
