package io.omnigate.channels;

import io.omnigate.channels.http.Body;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Decides where a body is proven and taken apart: a small one in memory at once, a large one and
 * one that has to be read from the disk on a worker.
 */
public final class Offload {
  /** Takes well under a millisecond to read as JSON or to hash. */
  private static final int SMALL = 64 * 1024;

  private Offload() {}

  /** Runs {@code work} over {@code body}. */
  public static <T> Future<T> run(Vertx vertx, Body body, Callable<T> work) {
    return body.spooled() == null && body.size() <= SMALL
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
