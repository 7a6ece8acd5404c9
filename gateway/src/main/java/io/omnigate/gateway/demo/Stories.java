package io.omnigate.gateway.demo;

import io.omnigate.core.config.Section;
import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo's texts, packed with the gateway. */
final class Stories {
  private static final String FILE = "stories.yaml";

  private Stories() {}

  /** Every story, in the order of the file. */
  static List<Story> load() {
    try {
      Map<String, Object> values = new LinkedHashMap<>();
      YamlText.parse(FILE, text(FILE)).forEach((key, value) -> values.put("" + key, value));
      Section root = Section.root(values);
      List<Story> stories = root.sections("stories").stream().map(Stories::story).toList();
      if (!root.mistakes().isEmpty()) {
        throw new BadConfig(root.mistakes());
      }
      return stories;
    } catch (BadConfig e) {
      throw new IllegalStateException(FILE + " was packed with mistakes", e);
    }
  }

  /** A text packed beside this class' resources. */
  static String text(String file) {
    try (InputStream in = Stories.class.getResourceAsStream("/demo/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the gateway was packed without demo/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Story story(Section section) {
    Story story =
        new Story(
            section.text("channel"),
            orNull(section, "name"),
            orNull(section, "email"),
            orNull(section, "phone"),
            orNull(section, "subject"),
            orNull(section, "priority"),
            section.texts("lines", List.of()).stream().map(String::strip).toList());
    if (story.lines().isEmpty()) {
      section.mistake("lines", "is missing");
    }
    section.close();
    return story;
  }

  private static @Nullable String orNull(Section section, String key) {
    String text = section.textOr(key, "");
    return text.isEmpty() ? null : text;
  }
}
