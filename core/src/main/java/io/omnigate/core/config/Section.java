package io.omnigate.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One section of the configuration. Reading never throws: what is missing or of the wrong type is
 * noted as a mistake with its whole key, a harmless value is answered, and the start is refused
 * once everything was read. {@link #close} notes the keys that nobody asked for.
 */
public final class Section {
  private final String path;
  private final Map<String, Object> values;
  private final Notes notes;
  private final Set<String> asked = new HashSet<>();

  /** What all sections of one configuration note together. */
  private record Notes(List<String> mistakes, Set<String> asked) {}

  private Section(String path, Map<String, Object> values, Notes notes) {
    this.path = path;
    this.values = values;
    this.notes = notes;
  }

  /** The whole configuration, as a YAML reader gives it. */
  public static Section root(Map<String, Object> values) {
    return new Section("", values, new Notes(new ArrayList<>(), new TreeSet<>()));
  }

  /** The section's key, such as {@code channels.mail}. */
  public String path() {
    return path;
  }

  /** Whether {@code key} is given. */
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /** The keys, in the order of the file. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** A text that has to be there and not be blank; a mistake and an empty text otherwise. */
  public String text(String key) {
    String text = textOr(key, "");
    if (text.isBlank() && !(values.get(key) instanceof Map || values.get(key) instanceof List)) {
      mistake(key, "is missing");
    }
    return text;
  }

  /** A text, or {@code fallback} where it is not given. */
  public String textOr(String key, String fallback) {
    ask(key);
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Map || value instanceof List) {
      mistake(key, "has to be a text");
      return fallback;
    }
    return value.toString();
  }

  /** A whole number within bounds, or {@code fallback} where it is not given. */
  public int integer(String key, int fallback, int min, int max) {
    String text = textOr(key, Integer.toString(fallback));
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // told below, like a number out of bounds
    }
    mistake(key, "has to be a whole number from " + min + " to " + max);
    return fallback;
  }

  /** A list of texts, or {@code fallback} where it is not given. */
  public List<String> texts(String key, List<String> fallback) {
    ask(key);
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    if (!(value instanceof List<?> list)) {
      mistake(key, "has to be a list");
      return fallback;
    }
    return list.stream().map(String::valueOf).toList();
  }

  /** One of {@code choices}, or {@code fallback} where it is not given. */
  public String choice(String key, String fallback, List<String> choices) {
    String text = textOr(key, fallback);
    if (!choices.contains(text)) {
      mistake(key, "has to be one of " + String.join(", ", choices));
      return fallback;
    }
    return text;
  }

  /** The section under {@code key}; an empty one where it is not given. */
  public Section section(String key) {
    ask(key);
    return child(whole(key), values.get(key));
  }

  /** The sections of the list under {@code key}; none where it is not given. */
  public List<Section> sections(String key) {
    ask(key);
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      mistake(key, "has to be a list");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      sections.add(child(whole(key) + '[' + i + ']', list.get(i)));
    }
    return sections;
  }

  /** Notes a mistake at {@code key} of this section, or with an empty key at the section. */
  public void mistake(String key, String what) {
    notes.mistakes().add(whole(key) + ' ' + what);
  }

  /** Notes every key that was given and never asked for. */
  public void close() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        mistake(key, "is not a known setting");
      }
    }
  }

  /** All mistakes noted so far in the whole configuration. */
  public List<String> mistakes() {
    return List.copyOf(notes.mistakes());
  }

  /**
   * The whole keys that were asked for in any section, given or not; a test holds the documentation
   * against them.
   */
  public Set<String> askedKeys() {
    return Collections.unmodifiableSet(notes.asked());
  }

  private void ask(String key) {
    asked.add(key);
    notes.asked().add(whole(key));
  }

  private String whole(String key) {
    if (key.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? key : path + '.' + key;
  }

  private Section child(String childPath, @Nullable Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> putIfPresent(copy, String.valueOf(key), each));
    } else if (value != null) {
      notes.mistakes().add(childPath + " has to be a section");
    }
    return new Section(childPath, copy, notes);
  }

  private static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
