package io.omnigate.gateway.api;

import static io.omnigate.gateway.api.DocsText.block;
import static io.omnigate.gateway.api.DocsText.code;
import static io.omnigate.gateway.api.DocsText.escape;
import static io.omnigate.gateway.api.DocsText.inline;

import io.omnigate.gateway.api.ApiContract.Described;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** openapi.yaml as a page to read: one HTML document without scripts. */
final class DocsPage {
  private final ApiContract contract;
  private final DocsSchemas schemas;
  private final String publicUrl;

  DocsPage(ApiContract contract, String publicUrl) {
    this.contract = contract;
    this.schemas = new DocsSchemas(contract.document());
    this.publicUrl = publicUrl;
  }

  /** The whole page with the given style sheet inside. */
  String html(String css) {
    JsonObject info = contract.document().getJsonObject("info");
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s API</title>
        <style>%s</style>
        </head>
        <body>
        <nav aria-label="Operations">%s</nav>
        <main>
        <header>
        <h1>%s API <small>%s</small></h1>
        %s
        <p class="links"><a href="/openapi.yaml">openapi.yaml</a>
        <a href="/openapi.json">openapi.json</a></p>
        </header>
        %s
        <section id="schemas"><h2>Schemas</h2>
        %s
        </section>
        </main>
        </body>
        </html>
        """
        .formatted(
            escape(info.getString("title")),
            css,
            navigation(),
            escape(info.getString("title")),
            escape(info.getString("version")),
            block(info.getString("description")),
            each(tags(), this::section),
            each(schemaNames(), this::schema));
  }

  private String navigation() {
    return each(
            tags(),
            tag ->
                "<h2>%s</h2><ul>%s</ul>"
                    .formatted(
                        escape(tag.getString("name")), each(operations(tag), DocsPage::entry)))
        + "<h2><a href=\"#schemas\">Schemas</a></h2>";
  }

  private static String entry(Described operation) {
    return "<li><a href=\"#%s\">%s <span>%s</span></a></li>"
        .formatted(escape(operation.id()), method(operation), escape(operation.path()));
  }

  private String section(JsonObject tag) {
    return "<section><h2>%s</h2>%s%s</section>"
        .formatted(
            escape(tag.getString("name")),
            block(tag.getString("description")),
            each(operations(tag), this::operation));
  }

  private String operation(Described operation) {
    JsonObject model = operation.model();
    return """
        <article id="%s">
        <h3>%s %s</h3>
        <p class="summary">%s <span class="permission">%s</span></p>
        %s%s%s
        <h4>Answers</h4>
        %s
        <details><summary>Example</summary><pre>%s</pre></details>
        </article>
        """
        .formatted(
            escape(operation.id()),
            method(operation),
            code(operation.path()),
            inline(model.getString("summary")),
            escape(model.getString("x-permission")),
            block(model.getString("description")),
            parameters(model),
            body(model),
            answers(model),
            escape(new CurlExample(schemas, publicUrl).of(operation)));
  }

  private String parameters(JsonObject model) {
    List<JsonObject> parameters =
        objects(model.getJsonArray("parameters", new JsonArray())).stream()
            .map(schemas::resolve)
            .toList();
    return parameters.isEmpty()
        ? ""
        : "<h4>Parameters</h4><div class=\"scroll\"><table><thead><tr><th>Name</th><th>Type</th>"
            + "<th>Meaning</th></tr></thead><tbody>"
            + each(parameters, this::parameter)
            + "</tbody></table></div>";
  }

  private String parameter(JsonObject parameter) {
    return schemas.row(
        parameter.getString("name"),
        parameter.getBoolean("required", false),
        parameter.getJsonObject("schema"),
        parameter.getString("description", "") + " (" + parameter.getString("in") + ")");
  }

  private String body(JsonObject model) {
    JsonObject body = model.getJsonObject("requestBody");
    if (body == null) {
      return "";
    }
    JsonObject content = body.getJsonObject("content");
    String types =
        content.fieldNames().stream().map(DocsText::code).collect(Collectors.joining(" "));
    JsonObject json = content.getJsonObject("application/json");
    String optional = body.getBoolean("required", false) ? "" : ", optional";
    String members =
        json == null
            ? block(body.getString("description"))
            : schemas.table(json.getJsonObject("schema"));
    return "<h4>Body <small>%s%s</small></h4>%s".formatted(types, optional, members);
  }

  private String answers(JsonObject model) {
    JsonObject responses = model.getJsonObject("responses");
    return "<dl>"
        + each(
            List.copyOf(responses.fieldNames()),
            status -> answer(status, schemas.resolve(responses.getJsonObject(status))))
        + "</dl>";
  }

  private String answer(String status, JsonObject response) {
    JsonObject content = response.getJsonObject("content", new JsonObject());
    String shape =
        each(
            List.copyOf(content.fieldNames()),
            type -> shape(type, content.getJsonObject(type).getJsonObject("schema")));
    return "<dt>%s</dt><dd>%s%s</dd>"
        .formatted(
            status.equals("default") ? "otherwise" : code(status),
            block(response.getString("description")),
            shape);
  }

  private String shape(String mediaType, JsonObject schema) {
    return schema.containsKey("$ref") || !schema.containsKey("properties")
        ? "<p>" + code(mediaType) + " " + schemas.type(schema) + "</p>"
        : "<p>" + code(mediaType) + "</p>" + schemas.table(schema);
  }

  private String schema(String name) {
    JsonObject schema =
        contract
            .document()
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject(name);
    return "<article id=\"schema-%s\"><h3>%s</h3>%s</article>"
        .formatted(escape(name), escape(name), schemas.table(schema));
  }

  private List<JsonObject> tags() {
    return objects(contract.document().getJsonArray("tags"));
  }

  private List<String> schemaNames() {
    return List.copyOf(
        contract.document().getJsonObject("components").getJsonObject("schemas").fieldNames());
  }

  private List<Described> operations(JsonObject tag) {
    return contract
        .operations()
        .filter(each -> each.model().getJsonArray("tags").contains(tag.getString("name")))
        .toList();
  }

  private static String method(Described operation) {
    String name = operation.method();
    return "<b class=\"method %s\">%s</b>".formatted(name, name.toUpperCase(Locale.ROOT));
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static <T> String each(List<T> all, Function<T, String> html) {
    return all.stream().map(html).collect(Collectors.joining("\n"));
  }
}
