package io.omnigate.core.file;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Bytes that are read a stretch at a time from where they are kept. */
@FunctionalInterface
public interface Slices {
  /**
   * At most {@code length} bytes from {@code from} on; empty behind the end. Fails where they
   * cannot be read, with a {@link Failure} of the kind {@code NOT_FOUND} where they are gone for
   * good.
   */
  Future<Buffer> slice(long from, int length);

  /** Whether what a slice failed with says that the bytes are gone for good. */
  static boolean gone(@Nullable Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.NOT_FOUND;
  }
}
