package io.omnigate.channels.email;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes to text, whatever the mail says its charset is. Labels that mail programs use for more than
 * they name are read as what they mean, as browsers do (https://encoding.spec.whatwg.org/#names);
 * an unknown or a missing label as UTF-8 where the bytes are that, and as windows-1252 otherwise.
 */
final class MailCharsets {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("gb2312", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("x-gbk", "GB18030"),
          Map.entry("ks_c_5601-1987", "MS949"),
          Map.entry("ks_c_5601", "MS949"),
          Map.entry("euc-kr", "MS949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("cp-850", "IBM850"),
          Map.entry("utf8", "UTF-8"));

  private MailCharsets() {}

  /** The text; bytes that are none in the charset leave U+FFFD behind. */
  static String decode(byte[] bytes, String label) {
    String text =
        named(label).map(charset -> new String(bytes, charset)).orElseGet(() -> guess(bytes));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** UTF-8 where the bytes are that, windows-1252 otherwise. */
  static String guess(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, WINDOWS_1252);
    }
  }

  private static Optional<Charset> named(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return meant(Charset.forName(MEANT.getOrDefault(name, name)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** ASCII and ISO 8859-1 have many names; mails say either and hold more. */
  private static Optional<Charset> meant(Charset charset) {
    if (charset.equals(StandardCharsets.US_ASCII)) {
      return Optional.empty();
    }
    return Optional.of(charset.equals(StandardCharsets.ISO_8859_1) ? WINDOWS_1252 : charset);
  }
}
