package io.omnigate.gateway.api;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text of the contract as HTML: everything escaped, code in backticks, blank lines between
 * paragraphs.
 */
final class DocsText {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private DocsText() {}

  /** The text with what HTML reads as markup made plain. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** One line with its code marked. */
  static String inline(@Nullable String text) {
    return text == null ? "" : CODE.matcher(escape(text.strip())).replaceAll("<code>$1</code>");
  }

  /** Paragraphs. */
  static String block(@Nullable String text) {
    return text == null
        ? ""
        : Stream.of(text.strip().split("\n\\s*\n"))
            .map(paragraph -> "<p>" + inline(paragraph) + "</p>")
            .collect(Collectors.joining("\n"));
  }

  /** Code in a line. */
  static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }
}
