package io.omnigate.gateway.config;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML into maps, lists and texts, and nothing else: no classes, no keys given twice, no
 * aliases of whole sections. Every scalar stays the text that was written, so that the token {@code
 * 0123} is not the number 83 and {@code no} is not {@code false}.
 */
public final class YamlText {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 20;

  private YamlText() {}

  /**
   * The top level of a YAML document; empty for an empty document.
   *
   * @param name what to call the document in a mistake
   * @throws BadConfig where it is not YAML, with line and column
   */
  public static Map<?, ?> parse(String name, String text) throws BadConfig {
    try {
      Object top = yaml().load(text);
      if (top == null) {
        return Map.of();
      }
      if (top instanceof Map<?, ?> map) {
        return map;
      }
      throw new BadConfig(List.of(name + " has to consist of sections, such as \"http:\""));
    } catch (MarkedYAMLException e) {
      throw new BadConfig(List.of(name + place(e) + ": " + e.getProblem()));
    } catch (YAMLException e) {
      throw new BadConfig(List.of(name + ": " + e.getMessage()));
    }
  }

  private static String place(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    return mark == null
        ? ""
        : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    loading.setMaxAliasesForCollections(0);
    loading.setCodePointLimit(MAX_CHARACTERS);
    loading.setNestingDepthLimit(MAX_DEPTH);
    DumperOptions dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading, new TextsOnly());
  }

  /** Knows no implicit type but null. */
  private static final class TextsOnly extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
