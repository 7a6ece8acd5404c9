package io.omnigate.gateway.api;

import io.omnigate.core.agent.Agent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/**
 * Tells who an agent is. Both calls fail with {@link io.omnigate.core.error.Failure} {@code
 * UNAUTHENTICATED} where nobody's token is presented.
 */
public interface Authenticator {
  /** The name of the session cookie. */
  String COOKIE = "omnigate_session";

  /** The event-bus address on which the hex SHA-256 of a revoked session's token is published. */
  String SESSION_ENDED = "omnigate.session.ended";

  /** By an API token or a session token. */
  Future<Agent> byToken(String token);

  /** By the bearer token of a request or, without one, its session cookie. */
  Future<Agent> byRequest(HttpServerRequest request);
}
