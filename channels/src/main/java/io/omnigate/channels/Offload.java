package io.omnigate.channels;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Decides where a body is proven and taken apart: a small one at once, a large one on a worker. */
public final class Offload {
  /** Takes well under a millisecond to read as JSON or to hash. */
  private static final int SMALL = 64 * 1024;

  private Offload() {}

  /** Runs {@code work} over a body of {@code bytes} bytes. */
  public static <T> Future<T> run(Vertx vertx, long bytes, Callable<T> work) {
    return bytes <= SMALL
        ? Future.succeededFuture(work).map(Offload::call)
        : vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
