package io.omnigate.core.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The templates by purpose, language and department: those on board, and over them those of a
 * folder. There a file is called {@code acknowledgement.en.txt}; in a folder named like a
 * department it holds for that department alone.
 */
public final class Templates {
  /** The languages on board (ISO 639). */
  public static final List<String> LANGUAGES = List.of("en", "el", "nl", "cs", "fi", "lt");

  private static final Pattern NAME = Pattern.compile("([a-z]+)\\.([a-z]{2,3})\\.txt");
  private static final String LAST_RESORT = "en";
  private static final int MAX_BYTES = 64 * 1024;

  private final Map<Key, Template> templates;

  private record Key(String department, Purpose purpose, String language) {}

  /** A template and the language it is in. */
  public record Chosen(Template template, Locale locale) {}

  private Templates(Map<Key, Template> templates) {
    this.templates = Map.copyOf(templates);
  }

  /**
   * Reads the templates; blocks.
   *
   * @param folder of those that go before the ones on board; null for none
   * @param mistakes takes what is wrong with files of the folder
   */
  public static Templates load(@Nullable Path folder, List<String> mistakes) {
    Map<Key, Template> templates = new HashMap<>();
    for (Purpose purpose : Purpose.values()) {
      for (String language : LANGUAGES) {
        templates.put(new Key("", purpose, language), onBoard(purpose, language));
      }
    }
    if (folder != null) {
      read(folder, "", templates, mistakes);
    }
    return new Templates(templates);
  }

  /**
   * The template for a message: in the first of {@code languages} there is one in, the department's
   * own before everybody's.
   *
   * @param languages BCP 47 tags, the most wanted first
   */
  public Chosen choose(Purpose purpose, String department, List<String> languages) {
    for (String wanted : Stream.concat(languages.stream(), Stream.of(LAST_RESORT)).toList()) {
      String language = Locale.forLanguageTag(wanted.strip()).getLanguage();
      Template found = templates.get(new Key(department, purpose, language));
      Template template = found == null ? templates.get(new Key("", purpose, language)) : found;
      if (template != null) {
        return new Chosen(template, Locale.forLanguageTag(language));
      }
    }
    throw new IllegalStateException("every purpose has a template in " + LAST_RESORT);
  }

  private static Template onBoard(Purpose purpose, String language) {
    String name = "/mail/" + purpose.wire() + '.' + language + ".txt";
    try (InputStream in = Templates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing on the class path");
      }
      return Template.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), purpose);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(
      Path folder, String department, Map<Key, Template> templates, List<String> mistakes) {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.sorted().toList();
    } catch (IOException e) {
      mistakes.add("cannot be read: " + folder);
      return;
    }
    for (Path file : files) {
      if (Files.isDirectory(file) && department.isEmpty()) {
        read(file, file.getFileName().toString(), templates, mistakes);
      } else {
        readFile(file, department, templates, mistakes);
      }
    }
  }

  private static void readFile(
      Path file, String department, Map<Key, Template> templates, List<String> mistakes) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    Purpose purpose = name.matches() ? purpose(name.group(1)) : null;
    if (purpose == null) {
      mistakes.add("holds " + file + ", which is not called like acknowledgement.en.txt");
      return;
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("is larger than 64 KiB");
      }
      Template template = Template.parse(Files.readString(file), purpose);
      if (purpose == Purpose.CONFIRMATION && !template.body().contains("{{link}}")) {
        throw new IllegalArgumentException("has no place {{link}}");
      }
      templates.put(new Key(department, purpose, name.group(2)), template);
    } catch (IOException e) {
      mistakes.add("cannot be read as UTF-8: " + file);
    } catch (IllegalArgumentException e) {
      mistakes.add("holds " + file + ", which " + e.getMessage());
    }
  }

  private static @Nullable Purpose purpose(String name) {
    List<Purpose> named = new ArrayList<>(List.of(Purpose.values()));
    named.removeIf(each -> !each.wire().equals(name));
    return named.isEmpty() ? null : named.getFirst();
  }
}
