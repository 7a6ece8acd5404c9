package io.omnigate.channels.http;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one translator from failures to HTTP: problem documents (RFC 9457) with a stable {@code
 * code}.
 */
public final class Problem {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  /** Answers {@code context} with {@code failure}. */
  public static Future<Void> send(RoutingContext context, Failure failure) {
    return send(context.response(), failure);
  }

  /** Answers with {@code failure}, unless an answer is on its way already. */
  public static Future<Void> send(HttpServerResponse response, Failure failure) {
    return answer(failure).send(response);
  }

  /** The problem document of {@code failure}, with the headers that belong to its kind. */
  public static Answer answer(Failure failure) {
    return answer(failure, failure.kind().status());
  }

  /** The same under another status, for a peer that takes the usual one for something else. */
  public static Answer answer(Failure failure, int status) {
    JsonObject body =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title(failure.kind()))
            .put("status", status)
            .put("code", failure.code())
            .put("detail", failure.detail());
    failure.more().forEach(body::put);
    Answer answer = new Answer(status, Map.of("Content-Type", MEDIA_TYPE), body.toBuffer());
    return switch (failure.kind()) {
      case TOO_MANY -> answer.with("Retry-After", retryAfter(failure, "1"));
      case UNAVAILABLE -> answer.with("Retry-After", retryAfter(failure, "2"));
      case UNAUTHENTICATED -> answer.with("WWW-Authenticate", "Bearer realm=\"omnigate\"");
      case BAD_REQUEST,
          FORBIDDEN,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          TIMEOUT,
          CONFLICT,
          STALE,
          TOO_LARGE,
          UNSUPPORTED_TYPE,
          INVALID,
          INTERNAL ->
          answer;
    };
  }

  /**
   * Any throwable as the failure that a caller is told. What nobody foresaw becomes a generic text
   * with an id under which the cause is logged.
   */
  public static Failure of(Throwable throwable) {
    Throwable cause = unwrapped(throwable);
    return switch (cause) {
      case Failure failure -> failure;
      case HttpException http -> ofStatus(http.getStatusCode());
      case IOException away -> unavailable(away);
      case UncheckedIOException away -> unavailable(away);
      case TimeoutException slow -> unavailable(slow);
      case VertxException closed -> unavailable(closed);
      default -> internal(cause);
    };
  }

  private static Throwable unwrapped(Throwable throwable) {
    boolean wrapper =
        throwable instanceof CompletionException || throwable instanceof ExecutionException;
    return wrapper && throwable.getCause() != null ? throwable.getCause() : throwable;
  }

  private static Failure unavailable(Throwable cause) {
    LOG.atWarn().addKeyValue("cause", cause.toString()).log("something the gateway needs is away");
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "unavailable",
        "not available just now; try again a little later");
  }

  private static Failure internal(Throwable cause) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    LOG.atError().addKeyValue("error", id).setCause(cause).log("unexpected failure");
    return new Failure(
        Failure.Kind.INTERNAL,
        "internal",
        "something went wrong here; tell the operator this error id",
        Map.of("error", id));
  }

  /** What the router itself refuses comes as a bare status. */
  public static Failure ofStatus(int status) {
    for (Failure.Kind kind : Failure.Kind.values()) {
      if (kind.status() == status) {
        return new Failure(kind, code(kind), title(kind));
      }
    }
    boolean theirs = status >= 400 && status < 500;
    Failure.Kind kind = theirs ? Failure.Kind.BAD_REQUEST : Failure.Kind.INTERNAL;
    return new Failure(kind, code(kind), title(kind));
  }

  private static String retryAfter(Failure failure, String fallback) {
    return failure.more().get("retryAfter") instanceof Integer seconds
        ? seconds.toString()
        : fallback;
  }

  private static String code(Failure.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String title(Failure.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST -> "Bad request";
      case UNAUTHENTICATED -> "Not authenticated";
      case FORBIDDEN -> "Not allowed";
      case NOT_FOUND -> "Not found";
      case METHOD_NOT_ALLOWED -> "Method not allowed";
      case TIMEOUT -> "Too slow";
      case CONFLICT -> "Not possible in this state";
      case STALE -> "Changed meanwhile";
      case TOO_LARGE -> "Too large";
      case UNSUPPORTED_TYPE -> "Media type not supported";
      case INVALID -> "Invalid";
      case TOO_MANY -> "Too many requests";
      case INTERNAL -> "Internal error";
      case UNAVAILABLE -> "Not available just now";
    };
  }
}
