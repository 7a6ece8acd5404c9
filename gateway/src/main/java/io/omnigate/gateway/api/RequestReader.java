package io.omnigate.gateway.api;

import io.omnigate.channels.http.Body;
import io.omnigate.channels.http.BodyReader;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.SpoolReader;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request apart for the validator: first who sends it, then its parameters, then its body
 * under the operation's bound.
 *
 * <p>In place of the stock extractor, which decodes query values twice (a plus sign in an address
 * becomes a space), takes numbers and JSON in a text for something else than text, ignores
 * parameters nobody described, and reads the body before anybody asked who sends it.
 */
final class RequestReader implements RequestExtractor {
  private static final String AGENT = "omnigate.agent";
  private static final String FILE = "omnigate.file";
  private static final String JSON = "application/json";
  private static final String BYTES = "application/octet-stream";
  private static final int MAX_BODY = 65_536;

  private final Vertx vertx;
  private final Admission admission;
  private final BytesInFlight inFlight;
  private final SpoolSpace spool;

  RequestReader(Vertx vertx, Admission admission, BytesInFlight inFlight, SpoolSpace spool) {
    this.vertx = vertx;
    this.admission = admission;
    this.inFlight = inFlight;
    this.spool = spool;
  }

  /** The agent that {@code context} was admitted for; null for a public operation. */
  static @Nullable Agent agentOf(RoutingContext context) {
    return context.get(AGENT);
  }

  /** The file that the request's body is; null for an operation that takes none. */
  static @Nullable Body fileOf(RoutingContext context) {
    return context.get(FILE);
  }

  @Override
  public Future<ValidatableRequest> extractValidatableRequest(
      RoutingContext context, Operation operation) {
    context.request().pause();
    return admission
        .admit(context.request(), permission(operation))
        .onSuccess(agent -> agent.ifPresent(present -> context.put(AGENT, present)))
        .compose(agent -> extract(context, operation));
  }

  private static Permission permission(Operation operation) {
    return Permission.ofWire(operation.getOpenAPIModel().getValue("x-permission")).orElseThrow();
  }

  private Future<ValidatableRequest> extract(RoutingContext context, Operation operation) {
    HttpServerRequest request = context.request();
    refuseUnknownParameters(request, operation);
    Map<String, RequestParameter> headers = new HashMap<>();
    Map<String, RequestParameter> path = new HashMap<>();
    Map<String, RequestParameter> query = new HashMap<>();
    for (Parameter parameter : operation.getParameters()) {
      String name = parameter.getName();
      switch (parameter.getIn()) {
        case HEADER -> headers.put(name, value(parameter, request.headers().getAll(name)));
        case PATH -> path.put(name, value(parameter, path(context, name)));
        case QUERY -> query.put(name, value(parameter, request.params().getAll(name)));
        case COOKIE -> throw new IllegalStateException("no operation is described with a cookie");
      }
    }
    Integer largestFile = operation.getOpenAPIModel().getInteger(ApiContract.FILE_BYTES);
    if (largestFile != null) {
      return file(context, largestFile)
          .map(taken -> new ValidatableRequestImpl(Map.of(), headers, path, query));
    }
    if (operation.getRequestBody() == null) {
      request.resume();
      return Future.succeededFuture(new ValidatableRequestImpl(Map.of(), headers, path, query));
    }
    return body(context, operation)
        .map(
            body ->
                new ValidatableRequestImpl(
                    Map.of(), headers, path, query, new RequestParameterImpl(body), JSON));
  }

  private Future<Buffer> body(RoutingContext context, Operation operation) {
    HttpServerRequest request = context.request();
    int bound = operation.getOpenAPIModel().getInteger("x-max-body-bytes", MAX_BODY);
    BodyReader reader = BodyReader.of(request, inFlight, bound);
    context.addEndHandler(ended -> reader.release());
    return reader
        .read()
        .map(
            body -> {
              if (body.length() == 0 && operation.getRequestBody().isRequired()) {
                throw new Failure(
                    Failure.Kind.BAD_REQUEST, "invalid-json", "the body is missing; send JSON");
              }
              if (body.length() > 0 && !isJson(request)) {
                throw new Failure(
                    Failure.Kind.UNSUPPORTED_TYPE,
                    "unsupported-type",
                    "send the body with Content-Type: application/json, in UTF-8");
              }
              return body;
            });
  }

  /** Takes the body by the disk; it is gone from there when the request is answered. */
  private Future<Body> file(RoutingContext context, int bound) {
    HttpServerRequest request = context.request();
    if (!BYTES.equalsIgnoreCase(request.getHeader("Content-Type"))) {
      return Future.failedFuture(
          new Failure(
              Failure.Kind.UNSUPPORTED_TYPE,
              "unsupported-type",
              "send the file's bytes with Content-Type: application/octet-stream, and its own type"
                  + " as mediaType"));
    }
    SpoolReader reader = SpoolReader.of(vertx, request, spool, inFlight, bound);
    context.addEndHandler(ended -> reader.release());
    return reader.whole().onSuccess(body -> context.put(FILE, body));
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.headers().get("Content-Type");
    if (type == null) {
      return false;
    }
    String plain = type.replace(" ", "").replace("\"", "").toLowerCase(java.util.Locale.ROOT);
    return plain.equals(JSON) || plain.equals(JSON + ";charset=utf-8");
  }

  private static void refuseUnknownParameters(HttpServerRequest request, Operation operation) {
    Set<String> known =
        operation.getParameters().stream().map(Parameter::getName).collect(Collectors.toSet());
    for (String name : request.params().names()) {
      if (!known.contains(name)) {
        throw refused("unknown-parameter", name, "there is no such parameter here; see /docs");
      }
    }
  }

  /**
   * The values of one parameter in the form the validator reads: texts as JSON strings, so that
   * they stay texts, lists joined by commas. An empty value is none.
   */
  private static RequestParameter value(Parameter parameter, List<String> raw) {
    List<String> given = raw.stream().filter(each -> !each.isEmpty()).toList();
    if (given.stream().anyMatch(each -> !PlainText.storable(each))) {
      throw refused("invalid-parameter", parameter.getName(), "it contains U+0000; take it out");
    }
    return switch (parameter.getSchemaType()) {
      case STRING ->
          new RequestParameterImpl(single(parameter, given).map(Json::encode).orElse(null));
      case ARRAY ->
          new RequestParameterImpl(
              given.isEmpty()
                  ? null
                  : given.stream()
                      .flatMap(each -> Stream.of(each.split(",")))
                      .filter(each -> !each.isEmpty())
                      .map(Json::encode)
                      .collect(Collectors.joining(",")));
      case INTEGER, NUMBER, BOOLEAN, OBJECT ->
          new RequestParameterImpl(single(parameter, given).orElse(null));
    };
  }

  private static Optional<String> single(Parameter parameter, List<String> given) {
    if (given.size() > 1) {
      throw refused("invalid-parameter", parameter.getName(), "it is given more than once");
    }
    return given.stream().findFirst();
  }

  private static List<String> path(RoutingContext context, String name) {
    String value = context.pathParam(name);
    return value == null ? List.of() : List.of(value);
  }

  private static Failure refused(String code, String name, String why) {
    return new Failure(Failure.Kind.BAD_REQUEST, code, name + ": " + why, Map.of("field", name));
  }
}
