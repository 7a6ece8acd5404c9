package io.omnigate.channels.form;

import io.omnigate.channels.Texts;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was posted, whatever the encoding: fields by name, and files.
 *
 * @param fields only those that a contact form has
 */
record FormPost(Map<String, String> fields, List<Attachment> files) {
  /** A trap: people do not see this field, programs fill it. */
  static final String HONEYPOT = "website";

  private static final Map<String, Integer> LENGTHS =
      Map.of(
          "name",
          300,
          "email",
          300,
          "phone",
          50,
          "subject",
          300,
          "message",
          100_000,
          "priority",
          20,
          "department",
          100,
          HONEYPOT,
          2_000);

  /** Collects fields while a body is read, and refuses the first one that breaks a rule. */
  static final class Builder {
    private final Map<String, String> fields = new LinkedHashMap<>();

    /** One field; fails naming it where it is unknown, doubled or too long. */
    void add(String name, String value) {
      Integer max = LENGTHS.get(name);
      if (max == null) {
        String shown = Texts.line(name, 50);
        throw Failure.invalid(shown, "there is no field " + shown + " in a contact form");
      }
      if (value.length() > max) {
        throw Failure.invalid(name, name + " is longer than " + max + " characters");
      }
      if (fields.putIfAbsent(name, value) != null) {
        throw Failure.invalid(name, name + " is given twice");
      }
    }

    /** The whole post. */
    FormPost with(List<Attachment> files) {
      return new FormPost(Map.copyOf(fields), List.copyOf(files));
    }
  }

  /** A field that says something. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isBlank());
  }

  /** Whether the trap has caught somebody. */
  boolean trapped() {
    return field(HONEYPOT).isPresent();
  }
}
