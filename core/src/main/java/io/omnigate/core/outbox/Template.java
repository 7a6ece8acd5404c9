package io.omnigate.core.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A subject and a body with places to be filled: {@code {{ticket}}}. A line in which a place stays
 * empty is left out, so that a text holds for those who wait and for those who do not.
 */
public record Template(String subject, String body) {
  private static final String SUBJECT = "Subject:";
  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final int LONGEST_SUBJECT = 250;

  /** A template with its places filled. */
  public record Filled(String subject, String body) {}

  /**
   * Reads a template: a line {@code Subject: …}, an empty line, the body. A place that its purpose
   * never fills would take its line out of every message.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Template parse(String text, Purpose purpose) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith(SUBJECT)) {
      throw new IllegalArgumentException("has to begin with a line \"Subject: …\"");
    }
    PLACE
        .matcher(text)
        .results()
        .map(place -> place.group(1))
        .filter(place -> !purpose.places().contains(place))
        .findFirst()
        .ifPresent(
            unknown -> {
              throw new IllegalArgumentException(
                  "has the place {{"
                      + unknown
                      + "}}, which stays empty there; there are: "
                      + String.join(", ", purpose.places()));
            });
    String body = String.join("\n", lines.subList(1, lines.size())).strip();
    if (body.isEmpty()) {
      throw new IllegalArgumentException("has no body after its subject");
    }
    return new Template(lines.getFirst().substring(SUBJECT.length()).strip(), body);
  }

  /** Fills the places; one that is not among {@code values} stays empty. */
  public Filled fill(Map<String, String> values) {
    List<String> lines = new ArrayList<>();
    for (String line : body.split("\n", -1)) {
      boolean said =
          PLACE.matcher(line).results().allMatch(place -> !value(place, values).isBlank());
      boolean gap = line.isBlank() && (lines.isEmpty() || lines.getLast().isBlank());
      if (said && !gap) {
        lines.add(filled(line, values));
      }
    }
    String head = filled(subject, values).replaceAll("[\\p{Cc}\\s\u2028\u2029]+", " ").strip();
    return new Filled(
        head.substring(0, head.offsetByCodePoints(0, Math.min(LONGEST_SUBJECT, points(head)))),
        String.join("\n", lines).strip());
  }

  private static int points(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String filled(String line, Map<String, String> values) {
    return PLACE.matcher(line).replaceAll(place -> Matcher.quoteReplacement(value(place, values)));
  }

  private static String value(MatchResult place, Map<String, String> values) {
    return values.getOrDefault(place.group(1), "");
  }
}
