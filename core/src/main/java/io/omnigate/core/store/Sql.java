package io.omnigate.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The statements of one file in resources/sql, by name. A line {@code -- name: find-ticket} begins
 * each; nothing is ever concatenated into a statement.
 */
public final class Sql {
  private static final String MARK = "-- name:";

  private final String file;
  private final Map<String, String> statements;

  private Sql(String file, Map<String, String> statements) {
    this.file = file;
    this.statements = statements;
  }

  /** Reads {@code resources/sql/<file>}. */
  public static Sql of(String file) {
    try (InputStream in = Sql.class.getResourceAsStream("/sql/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no SQL file " + file);
      }
      return new Sql(file, split(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read SQL file " + file, e);
    }
  }

  /** The statement called {@code name}. */
  public String get(String name) {
    String statement = statements.get(name);
    if (statement == null) {
      throw new IllegalStateException(file + " has no statement " + name);
    }
    return statement;
  }

  private static Map<String, String> split(String text) {
    Map<String, String> statements = new HashMap<>();
    for (String part : text.split("(?m)^(?=" + MARK + ")", -1)) {
      if (part.startsWith(MARK)) {
        int end = part.indexOf('\n');
        String name = part.substring(MARK.length(), end).strip();
        if (statements.put(name, part.substring(end + 1).strip()) != null) {
          throw new IllegalStateException("two statements are called " + name);
        }
      }
    }
    return Map.copyOf(statements);
  }
}
