package io.omnigate.gateway.live;

import io.omnigate.channels.http.Problem;
import io.omnigate.channels.socket.Patience;
import io.omnigate.channels.socket.SocketWire;
import io.omnigate.core.desk.Desk;
import io.omnigate.core.error.Failure;
import io.omnigate.gateway.api.Authenticator;
import io.omnigate.gateway.api.OwnOrigin;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/queue/live}: turns the request into a WebSocket. A session cookie counts only
 * with an {@code Origin} of our own, and is refused with any other; without a cookie the client
 * shows a token in its first frame. A token in the URL is refused, for URLs end up in logs.
 */
public final class LiveRoute implements Consumer<Router> {
  private static final String PATH = "/api/queue/live";

  private final LiveHub hub;
  private final Desk desk;
  private final Authenticator authenticator;
  private final OwnOrigin ownOrigin;
  private final Patience patience;

  /**
   * The route to {@code hub}.
   *
   * @param ownOrigin tells pages of our own from foreign ones
   */
  public LiveRoute(LiveHub hub, Desk desk, Authenticator authenticator, OwnOrigin ownOrigin) {
    this(hub, desk, authenticator, ownOrigin, Patience.USUAL);
  }

  /** The same with another patience, for tests. */
  LiveRoute(
      LiveHub hub, Desk desk, Authenticator authenticator, OwnOrigin ownOrigin, Patience patience) {
    this.hub = hub;
    this.desk = desk;
    this.authenticator = authenticator;
    this.ownOrigin = ownOrigin;
    this.patience = patience;
  }

  @Override
  public void accept(Router router) {
    router.get(PATH).handler(this::upgrade);
  }

  /** Browsers name the origin of every WebSocket, so that who names none is no page of ours. */
  private void upgrade(RoutingContext context) {
    HttpServerRequest request = context.request();
    Set<Cookie> cookies = request.cookies(Authenticator.COOKIE);
    if (context.queryParams().contains("token") || context.queryParams().contains("access_token")) {
      refuse(context, Failure.Kind.BAD_REQUEST, "token-in-url", "Send the token in a first frame.");
    } else if (!request.canUpgradeToWebSocket()) {
      refuse(context, Failure.Kind.BAD_REQUEST, "websocket-expected", "Open a WebSocket here.");
    } else if (cookies.isEmpty()) {
      accept(context, null);
    } else if (cookies.size() > 1
        || !request.headers().contains("Origin")
        || !ownOrigin.proven(request)) {
      refuse(
          context,
          Failure.Kind.UNAUTHENTICATED,
          "foreign-origin",
          "A session cookie is taken from pages of this gateway only; leave it out and send a token.");
    } else {
      byCookie(context, cookies.iterator().next().getValue());
    }
  }

  private void byCookie(RoutingContext context, String token) {
    // Until the upgrade the request must not run to its end.
    context.request().pause();
    authenticator
        .byToken(token)
        .onSuccess(agent -> accept(context, Session.of(agent, token)))
        .onFailure(cause -> Problem.send(context, Problem.of(cause)));
  }

  private void accept(RoutingContext context, @Nullable Session session) {
    if (!hub.admit()) {
      refuse(
          context,
          Failure.Kind.UNAVAILABLE,
          "no-more-sockets",
          "Restarting, or as many sockets are open as can be; try again a little later.");
      return;
    }
    SocketWire.upgrade(context, patience)
        .onSuccess(wire -> new LiveSocket(wire, hub, desk, authenticator, patience).open(session))
        .onFailure(cause -> hub.release());
  }

  private static void refuse(
      RoutingContext context, Failure.Kind kind, String code, String detail) {
    Problem.send(context, new Failure(kind, code, detail));
  }
}
