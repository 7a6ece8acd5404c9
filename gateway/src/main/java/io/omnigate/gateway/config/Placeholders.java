package io.omnigate.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:default}} from the environment into texts that are parsed
 * already, so that no value of a variable can change the structure. An empty variable counts as not
 * set; {@code $${} stands for a plain {@code ${}.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:([^}]*))?}|\\$\\{");

  private final Function<String, @Nullable String> environment;
  private final Map<String, String> mistakes = new LinkedHashMap<>();

  /** Fills from {@code environment}, which answers null for a variable that is not set. */
  Placeholders(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** A copy of {@code values} with every text filled in; a value left empty is left out. */
  Map<String, Object> fill(Map<?, ?> values) {
    return fill("", values);
  }

  /** What could not be filled in: the mistake by whole key. */
  Map<String, String> mistakes() {
    return mistakes;
  }

  private Map<String, Object> fill(String path, Map<?, ?> values) {
    Map<String, Object> filled = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          Object result = value(path.isEmpty() ? name : path + '.' + name, value);
          if (result != null) {
            filled.put(name, result);
          }
        });
    return filled;
  }

  private @Nullable Object value(String path, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> fill(path, map);
      case List<?> list -> list(path, list);
      default -> emptyToNull(text(path, value.toString()));
    };
  }

  private List<Object> list(String path, List<?> values) {
    List<Object> filled = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = value(path + '[' + i + ']', values.get(i));
      if (value != null) {
        filled.add(value);
      }
    }
    return filled;
  }

  private String text(String path, String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(match -> Matcher.quoteReplacement(one(path, matcher)));
  }

  private String one(String path, Matcher match) {
    if (match.group().equals("$${")) {
      return "${";
    }
    String name = match.group(1);
    if (name == null) {
      mistakes.put(
          path, "has a ${ that does not begin ${NAME} or ${NAME:default}; a plain one is $${");
      return match.group();
    }
    String value = environment.apply(name);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String fallback = match.group(3);
    if (fallback == null) {
      mistakes.put(path, "names the environment variable " + name + ", which is not set");
      return match.group();
    }
    return fallback;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
