package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.PeerAddress;
import io.omnigate.core.agent.Agent;
import io.omnigate.gateway.api.Sessions.Session;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** {@code /api/session}. */
final class SessionRoutes {
  private final Sessions sessions;
  private final PeerAddress peers;
  private final Duration lifetime;
  private final boolean secure;

  SessionRoutes(Sessions sessions, PeerAddress peers, Duration lifetime, boolean secure) {
    this.sessions = sessions;
    this.peers = peers;
    this.lifetime = lifetime;
    this.secure = secure;
  }

  Future<Answer> signIn(ApiRequest request) {
    JsonObject body = request.body();
    return sessions
        .signIn(body.getString("email"), body.getString("password"), peers.of(request.http()))
        .map(session -> Answer.json(200, json(session)).with("Set-Cookie", cookie(session)));
  }

  Future<Answer> whoAmI(ApiRequest request) {
    return Future.succeededFuture(
        Answer.json(200, new JsonObject().put("agent", AgentJson.of(request.agent()))));
  }

  Future<Answer> signOut(ApiRequest request) {
    return sessions
        .signOut(Sessions.token(request.http()).orElseThrow())
        .map(ended -> Answer.empty(204).with("Set-Cookie", cookie("", 0)));
  }

  private static JsonObject json(Session session) {
    Agent agent = session.agent();
    return new JsonObject()
        .put("token", session.token())
        .put("expiresAt", session.expiresAt().toString())
        .put("agent", AgentJson.of(agent));
  }

  private String cookie(Session session) {
    return cookie(session.token(), lifetime.toSeconds());
  }

  private String cookie(String value, long seconds) {
    return Cookie.cookie(Authenticator.COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(secure)
        .setMaxAge(seconds)
        .encode();
  }
}
