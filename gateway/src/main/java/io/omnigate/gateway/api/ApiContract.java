package io.omnigate.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.impl.OpenAPIContractImpl;
import io.vertx.openapi.impl.OpenAPIFormatValidator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** openapi.yaml: what is published, and the part of it that routes are bound from. */
public final class ApiContract {
  private static final String RESOURCE = "/openapi.yaml";
  private static final String BOUND_BY = "x-bound-by";

  /** Marks an operation whose body is a file, which no validator reads, and bounds it. */
  static final String FILE_BYTES = "x-max-file-bytes";

  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final String yaml;
  private final JsonObject document;
  private final OpenAPIContract bound;

  private ApiContract(String yaml, JsonObject document) {
    this.yaml = yaml;
    this.document = document;
    this.bound = bind(bindable());
  }

  /**
   * Reads the contract that is packed with the gateway, on a worker thread. It needs nothing else,
   * so the start can begin it first and do other things meanwhile.
   */
  public static Future<ApiContract> load(Vertx vertx) {
    return vertx
        .executeBlocking(() -> of(Resources.text(RESOURCE)), false)
        .map(Objects::requireNonNull);
  }

  /** Reads a contract from its text. */
  static ApiContract of(String yaml) {
    Map<String, Object> values = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return new ApiContract(yaml, new JsonObject(values));
  }

  /** The same contract with another document. */
  ApiContract with(JsonObject other) {
    return new ApiContract(yaml, other);
  }

  /** The text as it is published. */
  String yaml() {
    return yaml;
  }

  /** What the text says, whole. */
  JsonObject document() {
    return document;
  }

  /** What requests are routed and validated by. */
  OpenAPIContract bound() {
    return bound;
  }

  /** One operation of the contract. */
  record Described(String path, String method, JsonObject model) {
    /** The id that its handler is found by. */
    String id() {
      return String.valueOf(model.getValue("operationId"));
    }

    /** Whether another part of the gateway serves it. */
    boolean boundElsewhere() {
      return model.containsKey(BOUND_BY);
    }
  }

  /** Every operation, in the order of the text. */
  Stream<Described> operations() {
    JsonObject paths = document.getJsonObject("paths");
    return paths.fieldNames().stream()
        .flatMap(
            path ->
                paths.getJsonObject(path).fieldNames().stream()
                    .filter(METHODS::contains)
                    .map(
                        method ->
                            new Described(
                                path, method, paths.getJsonObject(path).getJsonObject(method))));
  }

  /**
   * The part that requests are bound and validated by: without what is served elsewhere, without
   * the answers, which nothing validates at run time, and without the security schemes, in whose
   * place {@code x-permission} stands. It loads in a fraction of the time.
   */
  private JsonObject bindable() {
    JsonObject copy = document.copy();
    copy.remove("security");
    JsonObject components = copy.getJsonObject("components");
    Stream.of("schemas", "responses", "headers", "securitySchemes").forEach(components::remove);
    JsonObject paths = copy.getJsonObject("paths");
    operations()
        .forEach(
            operation -> {
              JsonObject path = paths.getJsonObject(operation.path());
              if (operation.boundElsewhere()) {
                path.remove(operation.method());
              } else {
                JsonObject model = path.getJsonObject(operation.method());
                model.remove("security");
                if (model.containsKey(FILE_BYTES)) {
                  model.remove("requestBody");
                }
                model.put("responses", new JsonObject().put("default", description()));
              }
            });
    return copy;
  }

  /**
   * Refuses a contract whose operations are not exactly those that have handlers, or one of which
   * does not say who may call it: a forgotten permission stops the start instead of opening a door.
   *
   * @param handled the ids of the operations that have a handler
   */
  void check(Set<String> handled) {
    Set<String> mistakes = new TreeSet<>();
    Set<String> unbound = new TreeSet<>(handled);
    operations()
        .forEach(
            operation -> {
              if (Permission.ofWire(operation.model().getValue("x-permission")).isEmpty()) {
                mistakes.add(operation.id() + " declares no x-permission");
              }
              if (!operation.boundElsewhere() && !unbound.remove(operation.id())) {
                mistakes.add(operation.id() + " has no handler");
              }
            });
    unbound.forEach(id -> mistakes.add(id + " has a handler and no operation"));
    if (!mistakes.isEmpty()) {
      throw new IllegalStateException("openapi.yaml: " + String.join(", ", mistakes));
    }
  }

  private static JsonObject description() {
    return new JsonObject().put("description", "told in the published contract");
  }

  /**
   * What {@link OpenAPIContract#from} makes, without its check against the schema of OpenAPI
   * itself: that one costs three quarters of the time at every start, and a test has made it at
   * build time.
   */
  private static OpenAPIContract bind(JsonObject document) {
    SchemaRepository schemas =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setBaseUri("app://")
                .setOutputFormat(OutputFormat.Basic),
            new OpenAPIFormatValidator());
    schemas.dereference(JsonSchema.of(document));
    return new OpenAPIContractImpl(schemas.resolve(document), OpenAPIVersion.V3_1, schemas);
  }
}
