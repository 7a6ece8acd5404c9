package io.omnigate.channels.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Encoded words (RFC 2047) to text. Neighbours of one charset are joined as bytes before they are
 * decoded, for many mail programs split a character over two words although section 5 forbids it.
 * What is not a whole encoded word stays as it is.
 */
final class EncodedWords {
  /** {@code charset} without its language (RFC 2231 5). */
  private record Word(String charset, byte[] bytes, int end) {}

  private EncodedWords() {}

  /** The header's text in one pass over it: no word is looked for behind the last end of one. */
  static String decode(String text) {
    int last = text.lastIndexOf("?=");
    if (last < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    String charset = "";
    int at = 0;
    int gap = 0; // where the white space begins that followed an encoded word
    while (at < text.length()) {
      Optional<Word> word =
          at < last && text.startsWith("=?", at) ? word(text, at) : Optional.empty();
      if (word.isPresent()) {
        if (!word.get().charset().equals(charset)) {
          flush(decoded, joined, charset);
          charset = word.get().charset();
        }
        joined.writeBytes(word.get().bytes());
        at = word.get().end();
        gap = at;
      } else if (joined.size() > 0 && Character.isWhitespace(text.charAt(at))) {
        at++; // dropped between two encoded words, kept before anything else
      } else {
        if (joined.size() > 0) {
          flush(decoded, joined, charset);
          decoded.append(text, gap, at);
        }
        decoded.append(text.charAt(at++));
      }
    }
    flush(decoded, joined, charset);
    return decoded.toString();
  }

  private static void flush(StringBuilder decoded, ByteArrayOutputStream joined, String charset) {
    if (joined.size() > 0) {
      decoded.append(MailCharsets.decode(joined.toByteArray(), charset));
      joined.reset();
    }
  }

  /** {@code =?charset?B?text?=} at {@code from}. */
  private static Optional<Word> word(String text, int from) {
    int charsetEnd = text.indexOf('?', from + 2);
    if (charsetEnd < 0 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
      return Optional.empty();
    }
    String label = text.substring(from + 2, charsetEnd).toLowerCase(Locale.ROOT);
    int language = label.indexOf('*');
    String charset = language < 0 ? label : label.substring(0, language);
    int begin = charsetEnd + 3;
    return switch (text.charAt(charsetEnd + 1)) {
      case 'B', 'b' -> {
        int end = text.indexOf('?', begin);
        yield end >= 0 && text.startsWith("?=", end)
            ? base64(text.substring(begin, end)).map(bytes -> new Word(charset, bytes, end + 2))
            : Optional.empty();
      }
      case 'Q', 'q' -> {
        int end = text.indexOf("?=", begin); // many programs leave question marks as they are
        yield end >= 0
            ? Optional.of(new Word(charset, quoted(text.substring(begin, end)), end + 2))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(
          Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException cutShort) {
      return Optional.empty();
    }
  }

  private static byte[] quoted(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '=' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else if (c == '_') {
        bytes.write(' ');
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
