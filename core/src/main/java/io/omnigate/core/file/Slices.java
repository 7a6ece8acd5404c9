package io.omnigate.core.file;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Bytes that are read a stretch at a time from where they are kept. */
@FunctionalInterface
public interface Slices {
  /**
   * At most {@code length} bytes from {@code from} on; empty behind the end. Fails where they
   * cannot be read.
   */
  Future<Buffer> slice(long from, int length);
}
