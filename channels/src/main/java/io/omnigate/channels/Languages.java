package io.omnigate.channels;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The languages a customer reads, out of Accept-Language (RFC 9110 12.5.4) or Content-Language (RFC
 * 3282): kept with the message, so that whoever writes to them finds the right words.
 */
public final class Languages {
  /** The fact under which they are kept: tags in order of preference, with commas between. */
  public static final String FACT = "language";

  private static final int MAX_HEADER = 200;
  private static final int MAX_LANGUAGES = 5;

  private Languages() {}

  /** The fact of a header; none where it is missing or says nothing. */
  public static Map<String, Object> facts(@Nullable String header) {
    String languages = String.join(",", preferred(header));
    return languages.isEmpty() ? Map.of() : Map.of(FACT, languages);
  }

  /** The tags of a header, in order of preference; none where it is missing or says nothing. */
  public static List<String> preferred(@Nullable String header) {
    if (header == null || header.isBlank() || header.length() > MAX_HEADER) {
      return List.of();
    }
    try {
      return Locale.LanguageRange.parse(header).stream()
          .filter(range -> range.getWeight() > 0 && !range.getRange().startsWith("*"))
          .map(Locale.LanguageRange::getRange)
          .limit(MAX_LANGUAGES)
          .toList();
    } catch (IllegalArgumentException malformed) {
      return List.of();
    }
  }
}
