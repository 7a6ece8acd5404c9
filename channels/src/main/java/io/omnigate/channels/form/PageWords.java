package io.omnigate.channels.form;

import io.omnigate.channels.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the pages say, in one language.
 *
 * @param language ISO 639
 */
record PageWords(String language, Map<String, String> texts) {
  /** The languages on board; the first is for those who read none of them. */
  static final List<String> LANGUAGES = List.of("en", "el", "nl", "cs", "fi", "lt");

  private static final Map<String, PageWords> ALL = all();

  /**
   * The words in the language that was asked for, else in the one that the reader prefers.
   *
   * @param asked an ISO 639 code, or anything else
   * @param acceptLanguage the header (RFC 9110 12.5.4); null where there is none
   */
  static PageWords choose(String asked, @Nullable String acceptLanguage) {
    return Stream.concat(Stream.of(asked), Languages.preferred(acceptLanguage).stream())
        .map(tag -> Locale.forLanguageTag(tag).getLanguage())
        .filter(ALL::containsKey)
        .findFirst()
        .map(ALL::get)
        .orElseGet(() -> ALL.get(LANGUAGES.getFirst()));
  }

  /** The text under {@code key}. */
  String say(String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no text " + key + " in " + language);
    }
    return text;
  }

  /** The values of a template: every text as {@code say.<key>}, and {@code lang}. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    texts.forEach((key, text) -> values.put("say." + key, text));
    values.put("lang", language);
    return values;
  }

  private static Map<String, PageWords> all() {
    Map<String, PageWords> all = new LinkedHashMap<>();
    LANGUAGES.forEach(language -> all.put(language, load(language)));
    return all;
  }

  private static PageWords load(String language) {
    Properties properties = new Properties();
    String name = "/web/form/texts/" + language + ".properties";
    try (InputStream in = PageWords.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing on the class path");
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return new PageWords(language, Map.copyOf(texts));
  }
}
