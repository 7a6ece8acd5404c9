package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a whole configuration: either it is right, or all its mistakes are told together. */
public final class ConfigReader {
  private static final String NO_LANGUAGE = "und"; // ISO 639-2: undetermined
  private static final String ID = "[a-z0-9][a-z0-9-]{0,31}";
  private static final int SECRET_CHARACTERS = 16;

  /** Stands for a secret that cannot be used; {@link Reading#check} refuses the start. */
  private static final String NO_SECRET = "0".repeat(32);

  private final Function<String, @Nullable String> environment;
  private final Defaults defaults;

  /**
   * What the command line says about ports; it outranks the configuration.
   *
   * @param http null where it says nothing; 0 for any free port
   * @param management likewise
   */
  public record PortOptions(@Nullable Integer http, @Nullable Integer management) {
    /** Nothing said. */
    public static final PortOptions NONE = new PortOptions(null, null);
  }

  /**
   * A reader.
   *
   * @param environment the variables; answers null for one that is not set
   * @param secrets what is made and kept for sections that are left out
   */
  public ConfigReader(Function<String, @Nullable String> environment, Secrets secrets) {
    this.environment = environment;
    this.defaults = new Defaults(secrets);
  }

  /** Reads the file; its mistakes are told by {@link Reading#check}. */
  public Reading file(Path file, PortOptions ports) throws BadConfig {
    try {
      return text(file.toString(), Files.readString(file), ports);
    } catch (NoSuchFileException e) {
      throw new BadConfig(List.of("there is no file " + file));
    } catch (CharacterCodingException e) {
      throw new BadConfig(List.of(file + " is not written in UTF-8"));
    } catch (IOException e) {
      throw new BadConfig(List.of("cannot read " + file + ": " + e.getMessage()));
    }
  }

  /**
   * Reads YAML; its mistakes are told by {@link Reading#check}.
   *
   * @param name what to call it in a mistake
   * @throws BadConfig where it is no YAML at all
   */
  public Reading text(String name, String yaml, PortOptions ports) throws BadConfig {
    Placeholders placeholders = new Placeholders(environment);
    Section root = Section.root(withDefaults(placeholders.fill(YamlText.parse(name, yaml))));
    Config config = read(root, ports);
    List<Section> channels = channels(root.section("channels"));
    if (root.has("channels") && channels.isEmpty()) {
      root.mistake("channels", "has to name at least one channel");
    }
    root.close();
    return new Reading(config, channels, root, placeholders.mistakes());
  }

  private Map<String, Object> withDefaults(Map<String, Object> given) {
    Map<String, Object> all = new HashMap<>(given);
    all.computeIfAbsent("secret", key -> defaults.secret());
    all.computeIfAbsent("departments", key -> defaults.departments());
    all.computeIfAbsent("channels", key -> defaults.channels());
    return all;
  }

  private static Config read(Section root, PortOptions ports) {
    Map<String, String> languages = new HashMap<>();
    Map<String, String> departments = departments(root, languages);
    Config config =
        new Config(
            HttpConfig.read(root.section("http"), ports.http()),
            ManagementConfig.read(root.section("management"), ports.management()),
            DatabaseConfig.read(root.section("database")),
            secret(root),
            mail(root),
            agents(root),
            OutboxConfig.read(root.section("outbox")),
            departments,
            languages,
            phoneRegion(root.section("contacts")),
            LimitsConfig.read(root.section("limits")),
            DeskConfig.read(root.section("desk")),
            LoggingConfig.read(root.section("logging")));
    if (config.http().port() == config.management().port()) {
      root.mistake("management.port", "is the same as http.port");
    }
    return config;
  }

  private static String secret(Section root) {
    String secret = root.text("secret");
    if (secret.length() < SECRET_CHARACTERS) {
      root.mistake("secret", "has to have at least " + SECRET_CHARACTERS + " characters");
      return NO_SECRET;
    }
    return secret;
  }

  private static @Nullable MailConfig mail(Section root) {
    Section section = root.section("mail");
    return root.has("mail") ? MailConfig.read(section) : null;
  }

  private static List<AgentConfig> agents(Section root) {
    List<AgentConfig> agents = new ArrayList<>();
    Set<String> emails = new HashSet<>();
    for (Section section : root.sections("agents")) {
      AgentConfig agent = AgentConfig.read(section);
      if (!emails.add(agent.agent().email())) {
        section.mistake("email", "is given twice");
      }
      agents.add(agent);
    }
    return List.copyOf(agents);
  }

  private static Map<String, String> departments(Section root, Map<String, String> languages) {
    Section section = root.section("departments");
    Map<String, String> departments = new LinkedHashMap<>();
    for (String id : section.keys()) {
      Section department = section.section(id);
      if (!id.matches(ID)) {
        section.mistake(id, "has to be called by up to 32 of a-z, 0-9 and hyphens");
      }
      departments.put(id, department.textOr("name", id));
      String language = MailConfig.language(department, "language", NO_LANGUAGE);
      if (!language.equals(NO_LANGUAGE)) {
        languages.put(id, language);
      }
      department.close();
    }
    if (departments.isEmpty()) {
      root.mistake("departments", "has to name at least one department");
      departments.put(Defaults.DEPARTMENT, Defaults.DEPARTMENT);
    }
    return departments;
  }

  private static List<Section> channels(Section section) {
    return section.keys().stream().map(section::section).toList();
  }

  private static String phoneRegion(Section section) {
    String region = section.textOr("phoneRegion", "ZZ");
    section.close();
    if (!region.matches("[A-Z]{2}")) {
      section.mistake("phoneRegion", "has to be two capital letters, such as DE");
    }
    return region;
  }
}
