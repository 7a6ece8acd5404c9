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
      command.append(body(model.getJsonObject("requestBody").getJsonObject("content")));
    }
    return command.toString();
  }

  /** JSON, or else the bytes of a file. */
  private String body(JsonObject content) {
    JsonObject json = content.getJsonObject("application/json");
    return json == null
        ? NEXT + "-H 'Content-Type: application/octet-stream'" + NEXT + "--data-binary @invoice.pdf"
        : NEXT
            + "-H 'Content-Type: application/json'"
            + NEXT
            + "-d '"
            + schemas.example(json.getJsonObject("schema"))
            + '\'';
  }

  private String path(Described operation) {
    String path = operation.path();
    for (Object each : operation.model().getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = schemas.resolve((JsonObject) each);
      if (parameter.getString("in").equals("path")) {
        String value = String.valueOf(schemas.example(parameter.getJsonObject("schema")));
        path = path.replace('{' + parameter.getString("name") + '}', value);
      } else if (parameter.getBoolean("required", false)) {
        path += (path.contains("?") ? '&' : '?') + parameter.getString("name") + '=';
        path += schemas.example(parameter.getJsonObject("schema"));
      }
    }
    return path;
  }
}
