package io.omnigate.channels;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file that a provider keeps: data, never fetched by the gateway. What is not known is left out.
 */
public final class Media {
  private static final int MAX_URL = 2_000;

  private final Map<String, Object> fact = new LinkedHashMap<>();

  private Media(String type) {
    fact.put("type", Texts.line(type));
  }

  /** A file of the provider's type, such as {@code image}. */
  public static Media of(String type) {
    return new Media(type);
  }

  /** The provider's id, by which its API gives the bytes. */
  public Media id(Optional<String> id) {
    return put("id", id.map(Texts::line));
  }

  /** Where the provider keeps the bytes; left out where it is longer than 2,000 characters. */
  public Media url(Optional<String> url) {
    return put(
        "url", url.filter(text -> text.length() <= MAX_URL).map(u -> Texts.line(u, MAX_URL)));
  }

  /** The file's name: data, never a path. */
  public Media name(Optional<String> name) {
    return put("name", name.map(text -> Texts.fileName(text, "file")));
  }

  /** Such as {@code image/jpeg}. */
  public Media mediaType(Optional<String> type) {
    return put("mediaType", type.map(Texts::line));
  }

  /** In bytes; what is no whole number is left out. */
  public Media size(Optional<String> bytes) {
    bytes
        .filter(digits -> digits.matches("[0-9]{1,15}"))
        .ifPresent(digits -> fact.put("size", Long.parseLong(digits)));
    return this;
  }

  /** A JSON object: {@code type}, and of {@code id, url, name, mediaType, size} what is known. */
  Map<String, Object> fact() {
    return Map.copyOf(fact);
  }

  private Media put(String name, Optional<String> value) {
    value.filter(text -> !text.isBlank()).ifPresent(text -> fact.put(name, text));
    return this;
  }
}
