package io.omnigate.gateway.api;

import static io.omnigate.gateway.api.DocsText.code;
import static io.omnigate.gateway.api.DocsText.inline;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Schemas as tables, and an example of each. */
final class DocsSchemas {
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonObject document;

  DocsSchemas(JsonObject document) {
    this.document = document;
  }

  /** What {@code object} refers to, or itself where it refers to nothing. */
  JsonObject resolve(JsonObject object) {
    String ref = object.getString("$ref");
    if (ref == null) {
      return object;
    }
    JsonObject found = document;
    for (String step : ref.substring(2).split("/")) {
      found = found.getJsonObject(step);
    }
    return found;
  }

  /** The members of an object's schema as a table; any other schema as its type. */
  String table(JsonObject schema) {
    List<String> rows = new ArrayList<>();
    addRows(rows, "", schema);
    return rows.isEmpty()
        ? "<p>" + type(schema) + "</p>"
        : "<div class=\"scroll\"><table><thead><tr><th>Field</th><th>Type</th><th>Meaning</th></tr>"
            + "</thead><tbody>"
            + String.join("\n", rows)
            + "</tbody></table></div>";
  }

  /** A row of a table of fields or parameters. */
  String row(String name, boolean required, JsonObject schema, String meaning) {
    String mark = required ? " <span class=\"required\">required</span>" : "";
    return "<tr><td>%s%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(code(name), mark, type(schema), inline(meaning) + bounds(schema));
  }

  /** A value of the schema, with what is required and no more. */
  Object example(JsonObject given) {
    JsonObject schema = resolve(given);
    if (schema.getValue("examples") instanceof JsonArray examples) {
      return examples.getValue(0);
    }
    if (schema.getValue("enum") instanceof JsonArray choices) {
      return choices.getValue(0);
    }
    return switch (firstType(schema)) {
      case "object" -> exampleObject(schema);
      case "array" -> new JsonArray().add(example(schema.getJsonObject("items")));
      case "integer", "number" -> 1;
      case "boolean" -> true;
      default -> "…";
    };
  }

  private JsonObject exampleObject(JsonObject schema) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    Set<String> names =
        schema.getValue("required") instanceof JsonArray required
            ? required.stream().map(String::valueOf).collect(Collectors.toSet())
            : properties.fieldNames().stream().limit(1).collect(Collectors.toSet());
    JsonObject example = new JsonObject();
    for (String name : properties.fieldNames()) {
      if (names.contains(name)) {
        example.put(name, example(properties.getJsonObject(name)));
      }
    }
    return example;
  }

  private void addRows(List<String> rows, String prefix, JsonObject given) {
    JsonObject schema = given.containsKey("$ref") && prefix.isEmpty() ? resolve(given) : given;
    if (schema.getValue("allOf") instanceof JsonArray parts) {
      parts.forEach(part -> addRows(rows, prefix, (JsonObject) part));
    }
    JsonArray required = schema.getJsonArray("required", new JsonArray());
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (String name : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(name);
      boolean needed = required.contains(name);
      rows.add(row(prefix + name, needed, property, property.getString("description", "")));
      if (firstType(property).equals("array")) {
        addRows(rows, prefix + name + "[].", property.getJsonObject("items"));
      } else {
        addRows(rows, prefix + name + ".", property);
      }
    }
  }

  /** The type in words, with a link where it is a schema of its own. */
  String type(JsonObject schema) {
    String ref = schema.getString("$ref");
    if (ref != null && ref.startsWith(SCHEMAS)) {
      String name = DocsText.escape(ref.substring(SCHEMAS.length()));
      return "<a href=\"#schema-" + name + "\">" + name + "</a>";
    }
    if (schema.getValue("enum") instanceof JsonArray choices) {
      return choices.stream().map(each -> code(each.toString())).collect(Collectors.joining(" "));
    }
    if (firstType(schema).equals("array")) {
      return "list of " + type(schema.getJsonObject("items"));
    }
    String format = schema.getString("format");
    String plain =
        schema.getValue("type") instanceof JsonArray types
            ? types.stream().map(String::valueOf).collect(Collectors.joining(" or "))
            : schema.getString("type", "any");
    return DocsText.escape(format == null ? plain : plain + " (" + format + ")");
  }

  private static String firstType(JsonObject schema) {
    Object type = schema.getValue("type");
    return type instanceof JsonArray types ? types.getString(0) : String.valueOf(type);
  }

  private static String bounds(JsonObject schema) {
    List<String> bounds = new ArrayList<>();
    add(bounds, schema, "minLength", "at least %s characters");
    add(bounds, schema, "maxLength", "at most %s characters");
    add(bounds, schema, "minimum", "from %s");
    add(bounds, schema, "maximum", "up to %s");
    add(bounds, schema, "maxItems", "at most %s items");
    add(bounds, schema, "default", "%s where not given");
    return bounds.isEmpty()
        ? ""
        : " <span class=\"bounds\">" + String.join(", ", bounds) + "</span>";
  }

  private static void add(List<String> bounds, JsonObject schema, String keyword, String words) {
    Object value = schema.getValue(keyword);
    if (value != null
        && !(value instanceof Number number
            && number.intValue() == 1
            && keyword.equals("minLength"))) {
      bounds.add(words.formatted(DocsText.escape(value.toString())));
    }
  }
}
