package io.omnigate.gateway.api;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The door: asks who sends a request, and whether they may, before a byte of its body is read. */
final class Admission {
  private final Authenticator authenticator;
  private final OwnOrigin ownOrigin;

  Admission(Authenticator authenticator, OwnOrigin ownOrigin) {
    this.authenticator = authenticator;
    this.ownOrigin = ownOrigin;
  }

  /**
   * The agent who sends the request; empty for a public operation, where nobody is asked. Fails
   * with {@code UNAUTHENTICATED} or {@code FORBIDDEN}.
   */
  Future<Optional<Agent>> admit(HttpServerRequest request, Permission permission) {
    if (forged(request, permission)) {
      return Future.failedFuture(
          new Failure(
              Failure.Kind.FORBIDDEN,
              "foreign-origin",
              "a write with the session cookie has to come from our own pages; send the token as"
                  + " Authorization: Bearer instead"));
    }
    return permission
        .role()
        .map(role -> authenticator.byRequest(request).compose(agent -> allowed(agent, role)))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /** What an agent without the role is told. */
  static Failure needs(Role role) {
    return new Failure(
        Failure.Kind.FORBIDDEN,
        "forbidden",
        "this needs the role " + role.wire() + "; ask somebody who has it");
  }

  private static Future<Optional<Agent>> allowed(Agent agent, Role role) {
    return agent.role().includes(role)
        ? Future.succeededFuture(Optional.of(agent))
        : Future.failedFuture(needs(role));
  }

  /**
   * Whether another site's page may have made a browser send this write. What carries an
   * Authorization header was not sent by a form or a link; signing in carries no cookie yet, so a
   * program without an Origin may do it.
   */
  private boolean forged(HttpServerRequest request, Permission permission) {
    boolean write =
        !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
    if (!write || request.headers().contains(HttpHeaders.AUTHORIZATION)) {
      return false;
    }
    return permission == Permission.PUBLIC || request.getCookie(Authenticator.COOKIE) == null
        ? ownOrigin.foreign(request)
        : !ownOrigin.proven(request);
  }
}
