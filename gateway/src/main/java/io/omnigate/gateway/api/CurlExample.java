package io.omnigate.gateway.api;

import io.omnigate.gateway.api.ApiContract.Described;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** How to call an operation from a shell. */
final class CurlExample {
  private static final String NEXT = " \\\n  ";

  private final DocsSchemas schemas;
  private final String publicUrl;

  CurlExample(DocsSchemas schemas, String publicUrl) {
    this.schemas = schemas;
    this.publicUrl = publicUrl;
  }

  /** The command for {@code operation}; the token is in the variable {@code TOKEN}. */
  String of(Described operation) {
    JsonObject model = operation.model();
    StringBuilder command = new StringBuilder("curl");
    if (!operation.method().equals("get")) {
      command.append(" -X ").append(operation.method().toUpperCase(Locale.ROOT));
    }
    command.append(" '").append(publicUrl).append(path(operation)).append('\'');
    if (!model.getString("x-permission").equals("public")) {
      command.append(NEXT).append("-H \"Authorization: Bearer $TOKEN\"");
    }
    for (Object each : model.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = schemas.resolve((JsonObject) each);
      if (parameter.getString("name").equals("If-Match")) {
        command.append(NEXT).append("-H 'If-Match: \"3\"'");
      }
    }
    if (model.containsKey("requestBody")) {
      JsonObject json =
          model
              .getJsonObject("requestBody")
              .getJsonObject("content")
              .getJsonObject("application/json");
      command
          .append(NEXT)
          .append("-H 'Content-Type: application/json'")
          .append(NEXT)
          .append("-d '")
          .append(schemas.example(json.getJsonObject("schema")))
          .append('\'');
    }
    return command.toString();
  }

  private String path(Described operation) {
    String path = operation.path();
    for (Object each : operation.model().getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = schemas.resolve((JsonObject) each);
      if (parameter.getString("in").equals("path")) {
        String value = String.valueOf(schemas.example(parameter.getJsonObject("schema")));
        path = path.replace('{' + parameter.getString("name") + '}', value);
      }
    }
    return path;
  }
}
