package io.omnigate.channels.email.out;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes text that is not ASCII into headers, character by character. The mail client would take
 * halves of pairs one by one (an emoji becomes two question marks), and put encoded words into
 * quoted parameters, where RFC 2047 section 5 forbids them.
 */
final class HeaderEncoding {
  /** What a parameter's value may hold as it is (RFC 2231 7, attribute-char). */
  private static final String AS_IT_IS = "!#$&+-.^_`{|}~";

  /** Of a line with encoded words (RFC 2047 2). */
  private static final int LINE = 76;

  /** The longest stretch of a parameter's value, so that its line keeps to 78 (RFC 5322 2.1.1). */
  private static final int STRETCH = 50;

  private static final String BEGIN = "=?UTF-8?B?";
  private static final String END = "?=";
  private static final String FOLD = "\r\n ";

  private HeaderEncoding() {}

  /**
   * Unstructured text: as it is where it is ASCII, else in encoded words (RFC 2047), each on a line
   * of its own. It has no control characters.
   *
   * @param name of the header it is for
   */
  static String text(String name, String text) {
    boolean plain = text.chars().allMatch(c -> c < 127) && !text.contains("=?");
    return plain ? text : String.join(FOLD, words(text, name.length() + 2));
  }

  /**
   * Encoded words that make up {@code text}; none splits a character.
   *
   * @param before how much of the first line is taken
   */
  static List<String> words(String text, int before) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int room = bytes(LINE - before);
    for (int c : text.codePoints().toArray()) {
      String symbol = Character.toString(c);
      int length = utf8(symbol).length;
      if (length > room) {
        words.add(word(word.toString()));
        word.setLength(0);
        room = bytes(LINE - 1);
      }
      word.append(symbol);
      room -= length;
    }
    words.add(word(word.toString()));
    return words;
  }

  /**
   * A parameter as it stands behind a header's value, its semicolon before it: quoted where it is
   * ASCII, else as RFC 2231 writes it, in as many lines as it needs. It has no control characters,
   * quotes or backslashes.
   */
  static String parameter(String name, String value) {
    if (value.chars().allMatch(c -> c < 127)) {
      return "; " + name + "=\"" + value + '"';
    }
    List<String> stretches = stretches(value);
    if (stretches.size() == 1) {
      return ";" + FOLD + name + "*=UTF-8''" + stretches.getFirst();
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < stretches.size(); i++) {
      all.append(';').append(FOLD).append(name).append('*').append(i).append("*=");
      all.append(i == 0 ? "UTF-8''" : "").append(stretches.get(i));
    }
    return all.toString();
  }

  private static List<String> stretches(String value) {
    List<String> stretches = new ArrayList<>();
    StringBuilder stretch = new StringBuilder();
    for (int c : value.codePoints().toArray()) {
      String escaped = escaped(c);
      if (stretch.length() + escaped.length() > STRETCH) {
        stretches.add(stretch.toString());
        stretch.setLength(0);
      }
      stretch.append(escaped);
    }
    stretches.add(stretch.toString());
    return stretches;
  }

  private static String escaped(int c) {
    boolean alphanumeric = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    if (alphanumeric || AS_IT_IS.indexOf(c) >= 0) {
      return Character.toString(c);
    }
    StringBuilder bytes = new StringBuilder();
    for (byte each : utf8(Character.toString(c))) {
      bytes.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
    }
    return bytes.toString();
  }

  /** How many bytes an encoded word of {@code length} characters holds in Base64. */
  private static int bytes(int length) {
    return (length - BEGIN.length() - END.length()) / 4 * 3;
  }

  private static String word(String text) {
    return BEGIN + Base64.getEncoder().encodeToString(utf8(text)) + END;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
