package io.omnigate.gateway.api;

import io.omnigate.core.error.Failure;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the validator found, in the words of a problem document that names the field. */
final class ValidationProblem {
  /** The validator tells a parameter's name in its message only. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?:query|header|path|cookie) parameter (\\S+?)[. ]");

  private static final String ADDITIONAL = "additionalProperties";

  /** Keywords that only repeat that something below them is wrong. */
  private static final Set<String> OUTER = Set.of("properties", "items", ADDITIONAL);

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"$");

  private ValidationProblem() {}

  /** The failure for what the validator refused. */
  static Failure of(ValidatorException refused) {
    Matcher parameter = PARAMETER.matcher(String.valueOf(refused.getMessage()) + ' ');
    if (parameter.find()) {
      String name = parameter.group(1);
      return new Failure(
          Failure.Kind.BAD_REQUEST,
          "invalid-parameter",
          name + ": " + reason(refused).orElse("it cannot be read") + "; see /docs",
          Map.of("field", name));
    }
    return refused instanceof SchemaValidationException schema
        ? body(errors(schema))
        : new Failure(
            Failure.Kind.BAD_REQUEST, "invalid-json", "the body is not JSON in UTF-8; correct it");
  }

  private static Failure body(List<OutputUnit> errors) {
    Optional<OutputUnit> unknown =
        errors.stream().filter(each -> unknown(each, errors)).findFirst();
    if (unknown.isPresent()) {
      String field = pointer(unknown.get());
      return new Failure(
          Failure.Kind.BAD_REQUEST,
          "unknown-field",
          field + ": there is no such field here; leave it out, or see /docs",
          Map.of("field", field));
    }
    OutputUnit first =
        errors.stream()
            .filter(error -> !OUTER.contains(keyword(error)))
            .findFirst()
            .orElseGet(errors::getFirst);
    String field = pointer(first);
    if (keyword(first).equals("required")) {
      return missing(field, first);
    }
    if (field.isEmpty()) {
      return new Failure(
          Failure.Kind.BAD_REQUEST, "invalid-json", "the body: " + words(first) + "; see /docs");
    }
    return Failure.invalid(field, field + ": " + words(first) + "; correct it, or see /docs");
  }

  /**
   * Whether a field is none of the described ones. The validator says so of a described field with
   * a wrong value as well, next to what is wrong with it.
   */
  private static boolean unknown(OutputUnit error, List<OutputUnit> all) {
    return keyword(error).equals(ADDITIONAL)
        && all.stream()
            .noneMatch(
                other ->
                    keyword(other).equals("properties") && pointer(other).equals(pointer(error)));
  }

  private static Failure missing(String object, OutputUnit error) {
    Matcher name = QUOTED.matcher(String.valueOf(error.getError()));
    String member = name.find() ? name.group(1) : "";
    String field = object.isEmpty() ? member : object + '/' + member;
    return new Failure(
        Failure.Kind.INVALID,
        "missing-field",
        field + " is missing; give it",
        Map.of("field", field));
  }

  private static Optional<String> reason(ValidatorException refused) {
    return refused instanceof SchemaValidationException schema
        ? Optional.of(words(errors(schema).getLast()))
        : Optional.empty();
  }

  private static List<OutputUnit> errors(SchemaValidationException schema) {
    List<OutputUnit> errors = schema.getOutputUnit().getErrors();
    return errors == null || errors.isEmpty() ? List.of(schema.getOutputUnit()) : errors;
  }

  private static String keyword(OutputUnit error) {
    String location = String.valueOf(error.getKeywordLocation());
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** What is wrong, such as {@code attachments/0/name}; empty for the whole body. */
  private static String pointer(OutputUnit error) {
    String location = String.valueOf(error.getInstanceLocation());
    return location.startsWith("#/") ? location.substring(2) : "";
  }

  private static String words(OutputUnit error) {
    String text = String.valueOf(error.getError()).replace("( + ", "(");
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
