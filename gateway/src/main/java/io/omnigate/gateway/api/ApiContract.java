package io.omnigate.gateway.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * openapi.yaml: what is published, and the part of it that routes are bound from.
 *
 * @param yaml the text as it is published
 * @param document the same as JSON
 */
public record ApiContract(String yaml, JsonObject document) {
  private static final String RESOURCE = "/openapi.yaml";
  private static final String BOUND_BY = "x-bound-by";
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** Reads the contract that is packed with the gateway. */
  public static ApiContract load() {
    try (InputStream in = ApiContract.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the gateway was packed without " + RESOURCE);
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /** Reads a contract from its text. */
  @SuppressWarnings("unchecked")
  static ApiContract of(String yaml) throws IOException {
    Map<String, Object> values = new ObjectMapper(new YAMLFactory()).readValue(yaml, Map.class);
    return new ApiContract(yaml, new JsonObject(values));
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
   * The part that requests are bound and validated by: without what is served elsewhere and without
   * the answers, which nothing validates at run time. It loads in a fraction of the time.
   */
  JsonObject bindable() {
    JsonObject copy = document.copy();
    copy.getJsonObject("components").remove("schemas");
    copy.getJsonObject("components").remove("responses");
    copy.getJsonObject("components").remove("headers");
    JsonObject paths = copy.getJsonObject("paths");
    operations()
        .forEach(
            operation -> {
              JsonObject path = paths.getJsonObject(operation.path());
              if (operation.boundElsewhere()) {
                path.remove(operation.method());
              } else {
                path.getJsonObject(operation.method())
                    .put("responses", new JsonObject().put("default", description()));
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
}
