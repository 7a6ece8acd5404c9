package io.omnigate.channels.email.out;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The From header: a name and an address in ASCII. The mail client would write a name that is not
 * ASCII as a comment behind the address, which mail programs do not show.
 */
final class FromHeader {
  /** What may stand in a name without quotes (RFC 5322 3.2.3), and the spaces between. */
  private static final String PLAIN = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*";

  /** As many as make, in Base64, an encoded word of 75 characters at most (RFC 2047 2). */
  private static final int WORD_BYTES = 45;

  private FromHeader() {}

  /**
   * The header's value.
   *
   * @param from {@code Name <address>} or the bare address
   * @param address the address in it
   */
  static String of(String from, String address) {
    int angle = from.lastIndexOf('<');
    String name = angle < 0 ? "" : unquoted(from.substring(0, angle).strip());
    if (name.isEmpty()) {
      return address;
    }
    if (name.matches(PLAIN)) {
      return name + " <" + address + '>';
    }
    boolean ascii = name.chars().allMatch(c -> c < 127);
    return (ascii ? quoted(name) : encoded(name)) + " <" + address + '>';
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String encoded(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int c : name.codePoints().toArray()) {
      String symbol = Character.toString(c);
      int length = symbol.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + length > WORD_BYTES) {
        words.add(word(word.toString()));
        word.setLength(0);
        bytes = 0;
      }
      word.append(symbol);
      bytes += length;
    }
    words.add(word(word.toString()));
    return String.join(" ", words);
  }

  private static String word(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }
}
