package io.omnigate.core.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;

/**
 * Sends what lies on disk ahead of what it belongs to, a slice at a time, so that nothing is ever
 * whole in memory. Each slice has the database's patience, and the first that fails ends it all.
 */
public final class SpoolSender {
  /** What is held in memory at a time, in bytes. */
  static final int SLICE = 256 * 1024;

  private final Vertx vertx;
  private final Uploads uploads;

  /** Sends to {@code uploads}. */
  public SpoolSender(Vertx vertx, Uploads uploads) {
    this.vertx = vertx;
    this.uploads = uploads;
  }

  /**
   * Sends all bytes of a file; fails as {@link Uploads#add} does.
   *
   * @param message what they belong to
   * @param part which part of it they are
   */
  public Future<Void> send(String message, int part, Spooled spooled) {
    return vertx
        .fileSystem()
        .open(spooled.file().toString(), new OpenOptions().setWrite(false))
        .compose(file -> slices(file, message, part, spooled, 0).eventually(() -> file.close()));
  }

  private Future<Void> slices(
      AsyncFile file, String message, int part, Spooled spooled, int position) {
    long from = (long) position * SLICE;
    if (from >= spooled.size()) {
      return Future.succeededFuture();
    }
    int length = (int) Math.min(SLICE, spooled.size() - from);
    return file.read(Buffer.buffer(length), 0, from, length)
        .compose(slice -> uploads.add(message, part, position, slice))
        .compose(done -> slices(file, message, part, spooled, position + 1));
  }
}
