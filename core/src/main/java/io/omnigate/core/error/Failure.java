package io.omnigate.core.error;

import java.util.Map;

/**
 * A failure as its caller is to see it. One translator for each protocol (HTTP, WebSocket) turns it
 * into an answer; nothing else does.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What sort of failure; decides the HTTP status and whether trying again can help. */
  public enum Kind {
    /** The input breaks a rule: 400. */
    BAD_REQUEST(400, false),
    /** Who asks is unknown: 401. */
    UNAUTHENTICATED(401, false),
    /** Who asks may not: 403. */
    FORBIDDEN(403, false),
    /** There is no such thing, or it is not theirs to see: 404. */
    NOT_FOUND(404, false),
    /** There is such a thing, but not for this HTTP method: 405. */
    METHOD_NOT_ALLOWED(405, false),
    /** It took too long to arrive: 408. */
    TIMEOUT(408, true),
    /** The state does not allow it: 409. */
    CONFLICT(409, false),
    /** It moved on since it was read: 412. */
    STALE(412, false),
    /** Larger than the bound: 413. */
    TOO_LARGE(413, false),
    /** A body of a type that is not taken here: 415. */
    UNSUPPORTED_TYPE(415, false),
    /** Well-formed, but a field is missing or wrong: 422. */
    INVALID(422, false),
    /** More than the bound; again a little later: 429. */
    TOO_MANY(429, true),
    /** Ours: 500. */
    INTERNAL(500, true),
    /** Something we need is away; again a little later: 503. */
    UNAVAILABLE(503, true);

    private final int status;
    private final boolean retryable;

    Kind(int status, boolean retryable) {
      this.status = status;
      this.retryable = retryable;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** Whether the same request can succeed later. */
    public boolean retryable() {
      return retryable;
    }
  }

  private final Kind kind;
  private final String code;
  private final transient Map<String, Object> more;

  /**
   * A failure.
   *
   * @param code stable, lower case with hyphens, such as {@code illegal-transition}
   * @param detail what is wrong and what to do, for a person; no secrets, no content
   */
  public Failure(Kind kind, String code, String detail) {
    this(kind, code, detail, Map.of());
  }

  /**
   * A failure with further members for its problem document.
   *
   * @param more JSON values by name, such as {@code field} or {@code allowed}
   */
  public Failure(Kind kind, String code, String detail, Map<String, Object> more) {
    super(detail, null, false, false);
    this.kind = kind;
    this.code = code;
    this.more = Map.copyOf(more);
  }

  /** A field of the input that breaks a rule. */
  public static Failure invalid(String field, String detail) {
    return new Failure(Kind.INVALID, "invalid-field", detail, Map.of("field", field));
  }

  /** Whether {@code cause} says that something we need is away. */
  public static boolean isUnavailable(Throwable cause) {
    return cause instanceof Failure failure && failure.kind == Kind.UNAVAILABLE;
  }

  /** What sort of failure. */
  public Kind kind() {
    return kind;
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** Further members of the problem document. */
  public Map<String, Object> more() {
    return more;
  }

  /** What is wrong and what to do. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
