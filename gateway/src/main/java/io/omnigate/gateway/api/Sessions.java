package io.omnigate.gateway.api;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.RawPayload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in and out, and telling who an agent is. A token is 256 random bits; only its SHA-256 is
 * stored, so that who reads the database cannot act as anybody.
 */
public final class Sessions implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final int TOKEN_BYTES = 32;
  private static final int MAX_TOKEN_LENGTH = 512;
  private static final String BEARER = "bearer ";
  private static final String WRONG = "wrong-credentials";
  private static final int RETRY_SECONDS = 30;

  private final Vertx vertx;
  private final Agents agents;
  private final Passwords passwords;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Duration lifetime;
  private final AttemptLimit byAddress;
  private final AttemptLimit byAccountAndAddress;
  private final AttemptLimit byAccount;

  /**
   * The sessions kept by {@code agents}.
   *
   * @param lifetime how long an agent stays signed in
   */
  public Sessions(
      Vertx vertx,
      Agents agents,
      Passwords passwords,
      InstantSource clock,
      SecureRandom random,
      Duration lifetime) {
    this.vertx = vertx;
    this.agents = agents;
    this.passwords = passwords;
    this.clock = clock;
    this.random = random;
    this.lifetime = lifetime;
    this.byAddress = new AttemptLimit(clock, 30, Duration.ofSeconds(10));
    this.byAccountAndAddress = new AttemptLimit(clock, 10, Duration.ofSeconds(RETRY_SECONDS));
    // Wide, for whoever knows an agent's address can use it up and lock the agent out.
    this.byAccount = new AttemptLimit(clock, 200, Duration.ofSeconds(18));
  }

  /**
   * A session that has begun.
   *
   * @param token to be presented with every request; kept nowhere
   */
  record Session(String token, Agent agent, Instant expiresAt) {
    /** Without the token, which does not belong into a log. */
    @Override
    public String toString() {
      return "Session[" + agent.email() + ']';
    }
  }

  @Override
  public Future<Agent> byToken(String token) {
    if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
      return Future.failedFuture(unknown());
    }
    return agents
        .byTokenHash(hashed(token), clock.instant())
        .map(agent -> agent.orElseThrow(Sessions::unknown));
  }

  @Override
  public Future<Agent> byRequest(HttpServerRequest request) {
    return token(request).map(this::byToken).orElseGet(() -> Future.failedFuture(unknown()));
  }

  /**
   * The token a request presents. Where there is an Authorization header, the cookie is not looked
   * at: a browser sends some of those headers by itself, and must not get past the origin check by
   * one.
   */
  static Optional<String> token(HttpServerRequest request) {
    List<String> authorization = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (authorization.isEmpty()) {
      return Optional.ofNullable(request.getCookie(COOKIE)).map(Cookie::getValue);
    }
    String value = authorization.getFirst();
    boolean bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return bearer && authorization.size() == 1
        ? Optional.of(value.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** The SHA-256 that a token is stored and found by. */
  static Buffer hashed(String token) {
    return RawPayload.sha256(Buffer.buffer(token));
  }

  /**
   * Begins a session. An unknown address and a wrong password fail alike, and after the same time.
   *
   * @param from the peer's address, by which failed attempts are counted
   */
  Future<Session> signIn(String email, String password, String from) {
    String account = EmailAddress.normalise(email).orElse("");
    String both = account + ' ' + from;
    if (!byAddress.tryTake(from)
        || !byAccountAndAddress.tryTake(both)
        || !byAccount.tryTake(account)) {
      return Future.failedFuture(tooMany());
    }
    return agents
        .byEmail(account)
        .compose(found -> verified(found, password))
        .compose(this::begin)
        .onSuccess(session -> LOG.atInfo().addKeyValue("agent", account).log("signed in"))
        .onComplete(
            done -> {
              if (!(done.cause() instanceof Failure failure) || !failure.code().equals(WRONG)) {
                byAddress.giveBack(from);
                byAccountAndAddress.giveBack(both);
                byAccount.giveBack(account);
              }
            });
  }

  /** Ends the session of {@code token} and tells its live connections. */
  Future<Void> signOut(String token) {
    Buffer hash = hashed(token);
    return agents
        .endSession(hash)
        .onSuccess(
            ended ->
                vertx.eventBus().publish(SESSION_ENDED, HexFormat.of().formatHex(hash.getBytes())));
  }

  private Future<Agent> verified(Optional<Agents.Credentials> found, String password) {
    return passwords
        .verify(password, found.map(Agents.Credentials::passwordHash).orElse(null))
        .map(right -> found.filter(any -> right).orElseThrow(Sessions::wrong).agent());
  }

  private Future<Session> begin(Agent agent) {
    byte[] bits = new byte[TOKEN_BYTES];
    random.nextBytes(bits);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(lifetime);
    return agents
        .startSession(hashed(token), agent.email(), now, expiresAt)
        .map(started -> new Session(token, agent, expiresAt));
  }

  private static Failure unknown() {
    return new Failure(
        Failure.Kind.UNAUTHENTICATED,
        "unauthenticated",
        "sign in, or send a valid token as Authorization: Bearer");
  }

  private static Failure wrong() {
    return new Failure(
        Failure.Kind.UNAUTHENTICATED,
        WRONG,
        "the e-mail address or the password is wrong; try again");
  }

  private static Failure tooMany() {
    return new Failure(
        Failure.Kind.TOO_MANY,
        "too-many-attempts",
        "too many failed attempts; wait a little and try again",
        Map.of("retryAfter", RETRY_SECONDS));
  }
}
