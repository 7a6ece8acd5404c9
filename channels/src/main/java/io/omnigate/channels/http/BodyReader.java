package io.omnigate.channels.http;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Reads one request body under a bound, counting every byte against {@link BytesInFlight} as it
 * arrives, so that a body announced and never sent holds nothing.
 */
public final class BodyReader implements WholeBody {
  /** What a request costs beside its body: headers, buffers, futures. */
  static final int OVERHEAD = 4096;

  private final HttpServerRequest request;
  private final BytesInFlight inFlight;
  private final int bound;
  private final int weight;
  private final Buffer body = Buffer.buffer();
  private final Promise<Buffer> whole = Promise.promise();
  private long held;

  private BodyReader(HttpServerRequest request, BytesInFlight inFlight, int bound, int weight) {
    this.request = request;
    this.inFlight = inFlight;
    this.bound = bound;
    this.weight = weight;
  }

  /**
   * A reader for {@code request}, which must not have lost a byte yet.
   *
   * @param bound the largest body taken, in bytes
   */
  public static BodyReader of(HttpServerRequest request, BytesInFlight inFlight, int bound) {
    return of(request, inFlight, bound, 1);
  }

  /**
   * A reader for a body that is worth more memory than its bytes.
   *
   * @param weight how many bytes are counted for each that arrives
   */
  public static BodyReader of(
      HttpServerRequest request, BytesInFlight inFlight, int bound, int weight) {
    return new BodyReader(request, inFlight, bound, weight);
  }

  @Override
  public Future<Body> whole() {
    return read().map(Body::of);
  }

  /** The bytes of {@link #whole}. */
  public Future<Buffer> read() {
    if (announced(request) > bound) {
      return Future.failedFuture(tooLarge(bound));
    }
    if (!hold(OVERHEAD)) {
      return Future.failedFuture(busy());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.handler(this::add);
    request.exceptionHandler(lost -> whole.tryFail(incomplete()));
    request.endHandler(end -> whole.tryComplete(body));
    request.resume();
    return whole.future();
  }

  @Override
  public void giveUp(Failure failure) {
    whole.tryFail(failure);
  }

  @Override
  public void release() {
    inFlight.release(held);
    held = 0;
  }

  private void add(Buffer chunk) {
    if (whole.future().isComplete()) {
      return;
    }
    if (body.length() + (long) chunk.length() > bound) {
      whole.tryFail(tooLarge(bound));
    } else if (!hold((long) chunk.length() * weight)) {
      whole.tryFail(busy());
    } else {
      body.appendBuffer(chunk);
    }
  }

  private boolean hold(long bytes) {
    boolean holds = inFlight.tryHold(bytes);
    held += holds ? bytes : 0;
    return holds;
  }

  /** The length that a request announces, in bytes; 0 where it announces none. */
  public static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException notALength) {
      return 0; // the server has refused or ignored it; what arrives is counted anyway
    }
  }

  static Failure tooLarge(int bound) {
    return new Failure(
        Failure.Kind.TOO_LARGE,
        "body-too-large",
        "the body is larger than " + bound + " bytes; send less",
        Map.of("limit", bound));
  }

  static Failure busy() {
    return new Failure(
        Failure.Kind.TOO_MANY, "too-much-in-flight", "too much at once; try again a little later");
  }

  static Failure incomplete() {
    return new Failure(
        Failure.Kind.BAD_REQUEST, "incomplete-body", "the connection ended before the body did");
  }
}
