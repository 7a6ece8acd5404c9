package io.omnigate.channels;

import io.omnigate.core.error.Failure;
import io.omnigate.core.file.SliceStream;
import io.omnigate.core.file.Slices;
import io.omnigate.core.outbox.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Files of answers, as the outbox gives them. */
public final class TestFiles {
  private TestFiles() {}

  /** A file kept under {@code file}. */
  public static Delivery.File file(String name, String mediaType, byte[] bytes) {
    return file(name, mediaType, bytes, null);
  }

  /** A file that may be shown inside the HTML. */
  public static Delivery.File file(
      String name, String mediaType, byte[] bytes, @Nullable String contentId) {
    Buffer all = Buffer.buffer(bytes);
    return new Delivery.File(
        "file",
        name,
        mediaType,
        bytes.length,
        contentId,
        (from, length) ->
            Future.succeededFuture(
                all.getBuffer((int) from, (int) Math.min(bytes.length, from + length))));
  }

  /** The same file, kept under {@code id}. */
  public static Delivery.File as(String id, Delivery.File file) {
    return new Delivery.File(
        id, file.name(), file.mediaType(), file.size(), file.contentId(), file.slices());
  }

  /** The same file, from a database that takes its time for each slice. */
  public static Delivery.File slowly(Vertx vertx, Delivery.File file) {
    return with(
        file,
        (from, length) ->
            vertx
                .timer(1, TimeUnit.MILLISECONDS)
                .compose(rested -> file.slices().slice(from, length)));
  }

  /** The same file, from a database that goes away after {@code slices} slices. */
  public static Delivery.File broken(Vertx vertx, Delivery.File file, int slices) {
    return until(vertx, file, slices, new IOException("the database is away"));
  }

  /** The same file, purged after {@code slices} slices. */
  public static Delivery.File purged(Vertx vertx, Delivery.File file, int slices) {
    Failure gone = new Failure(Failure.Kind.NOT_FOUND, "not-found", "the file was purged");
    return until(vertx, file, slices, gone);
  }

  private static Delivery.File until(Vertx vertx, Delivery.File file, int slices, Exception cause) {
    return with(
        file,
        (from, length) ->
            from < (long) slices * SliceStream.SLICE
                ? slowly(vertx, file).slices().slice(from, length)
                : Future.failedFuture(cause));
  }

  private static Delivery.File with(Delivery.File file, Slices slices) {
    return new Delivery.File(
        file.id(), file.name(), file.mediaType(), file.size(), file.contentId(), slices);
  }
}
