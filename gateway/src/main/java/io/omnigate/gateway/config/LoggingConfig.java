package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.util.List;

/**
 * What is written to standard error.
 *
 * @param level the least serious lines written: {@code error}, {@code warn}, {@code info}, {@code
 *     debug}
 * @param format {@code text} for people, {@code json} for a collector: one object a line
 */
public record LoggingConfig(String level, String format) {
  static LoggingConfig read(Section section) {
    String level = section.choice("level", "info", List.of("error", "warn", "info", "debug"));
    String format = section.choice("format", "text", List.of("text", "json"));
    section.close();
    return new LoggingConfig(level, format);
  }
}
