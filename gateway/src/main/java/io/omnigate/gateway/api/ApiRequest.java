package io.omnigate.gateway.api;

import io.omnigate.channels.http.Body;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.error.Failure;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that was admitted, and is as openapi.yaml describes it. */
final class ApiRequest {
  private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

  private final HttpServerRequest http;
  private final ValidatedRequest valid;
  private final @Nullable Agent agent;
  private final @Nullable Body file;

  ApiRequest(
      HttpServerRequest http, ValidatedRequest valid, @Nullable Agent agent, @Nullable Body file) {
    this.http = http;
    this.valid = valid;
    this.agent = agent;
    this.file = file;
  }

  /** The request as it came. */
  HttpServerRequest http() {
    return http;
  }

  /** Who sends it; public operations must not ask. */
  Agent agent() {
    if (agent == null) {
      throw new IllegalStateException("a public operation asked for its agent");
    }
    return agent;
  }

  /** The file that the body is, on disk; operations that take none must not ask. */
  Body file() {
    if (file == null) {
      throw new IllegalStateException("an operation that takes no file asked for it");
    }
    return file;
  }

  /** The JSON body; empty where none was sent. */
  JsonObject body() {
    RequestParameter body = valid.getBody();
    return body.get() instanceof JsonObject json ? json : new JsonObject();
  }

  /** A part of the path. */
  String path(String name) {
    return parameter(valid.getPathParameters(), name).map(RequestParameter::getString).orElse("");
  }

  /** The ticket named by the path. What cannot be an ID is refused like an unknown one. */
  TicketId ticket() {
    return TicketId.parse(path("id")).orElseThrow(ApiRequest::noSuchTicket);
  }

  /** A text of the query; empty where it is not given. */
  Optional<String> text(String name) {
    return parameter(valid.getQuery(), name).map(RequestParameter::getString);
  }

  /** A number of the query, or {@code fallback} where it is not given. */
  int number(String name, int fallback) {
    return parameter(valid.getQuery(), name).map(RequestParameter::getInteger).orElse(fallback);
  }

  /** The values of a filter of the query; empty where it is not given. */
  Set<String> values(String name) {
    Set<String> values = new LinkedHashSet<>();
    parameter(valid.getQuery(), name)
        .map(RequestParameter::getJsonArray)
        .orElseGet(JsonArray::new)
        .forEach(each -> values.add(each.toString()));
    return values;
  }

  /** The version that {@code If-Match} asks for; null to take the ticket as it is. */
  @Nullable Long expectedVersion() {
    String ifMatch =
        parameter(valid.getHeaders(), "If-Match").map(RequestParameter::getString).orElse("*");
    if ("*".equals(ifMatch)) {
      return null;
    }
    var matcher = VERSION.matcher(ifMatch);
    if (!matcher.matches()) {
      throw new Failure(
          Failure.Kind.BAD_REQUEST,
          "invalid-parameter",
          "If-Match has to be one version in quotes, as the ETag of the ticket gives it",
          Map.of("field", "If-Match"));
    }
    return Long.valueOf(matcher.group(1));
  }

  /** There is no such ticket, or no longer. */
  static Failure noSuchTicket() {
    return new Failure(Failure.Kind.NOT_FOUND, "unknown-ticket", "there is no such ticket");
  }

  private static Optional<RequestParameter> parameter(
      Map<String, RequestParameter> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).filter(parameter -> !parameter.isNull());
  }
}
