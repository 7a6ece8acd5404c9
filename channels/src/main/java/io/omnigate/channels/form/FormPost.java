package io.omnigate.channels.form;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Texts;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was posted, whatever the encoding: fields by name, and files.
 *
 * @param fields only those that a contact form has
 * @param wrong the first rule that the post breaks; null where it breaks none
 */
record FormPost(Map<String, String> fields, List<Attachment> files, @Nullable Failure wrong) {
  /** A trap: people do not see this field, programs fill it. */
  static final String HONEYPOT = "website";

  /** What a page was served with once, by which it is recognised when it is posted twice. */
  static final String ONCE = "once";

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
          2_000,
          ONCE,
          200);

  /** Collects what is read of a body; what breaks a rule is noted and the reading goes on. */
  static final class Builder {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private @Nullable Failure wrong;

    /** One field; wrong where it is unknown, doubled or too long. */
    void add(String name, String value) {
      Integer max = LENGTHS.get(name);
      if (max == null) {
        String shown = Texts.line(name, 50);
        wrong(Failure.invalid(shown, "there is no field " + shown + " in a contact form"));
      } else if (fields.containsKey(name)) {
        wrong(Failure.invalid(name, name + " is given twice"));
      } else if (value.length() > max) {
        tooLong(name);
      } else {
        fields.put(name, value);
      }
    }

    /** A field that is longer than it may be, and is not kept. */
    void tooLong(String name) {
      String shown = Texts.line(name, 50);
      int max = LENGTHS.getOrDefault(name, 0);
      wrong(
          new Failure(
              Failure.Kind.INVALID,
              "too-long",
              shown + " is longer than " + max + " characters",
              Map.of("field", shown)));
    }

    /** A rule is broken; the first one is told. */
    void wrong(Failure failure) {
      wrong = wrong == null ? failure : wrong;
    }

    /** The whole post. */
    FormPost with(List<Attachment> files) {
      return new FormPost(Map.copyOf(fields), List.copyOf(files), wrong);
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

  /**
   * The key of a page that was posted twice, by a second click or by loading its answer again;
   * empty where the page has none. What was typed is part of it: changed words are another message.
   */
  Optional<String> onceKey() {
    return field(ONCE).map(once -> "once:" + Digests.sha256Hex(everything()));
  }

  /** Each text after its length, so that no two posts come to the same. */
  private String everything() {
    StringBuilder all = new StringBuilder();
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> all.append(name).append(value.length()).append(':').append(value));
    for (Attachment file : files) {
      all.append(file.name().length()).append(':').append(file.name());
      all.append(HexFormat.of().formatHex(file.sha256().getBytes()));
    }
    return all.toString();
  }
}
