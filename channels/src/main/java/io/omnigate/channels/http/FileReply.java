package io.omnigate.channels.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way to a reader: the next slice is asked for once the one before is written, so
 * that a slow reader holds one slice and never the file.
 *
 * @param size of the whole file, in bytes
 */
public record FileReply(Map<String, String> headers, long size, Slices slices) implements Reply {
  /** What one reader holds at a time, in bytes. */
  public static final int SLICE = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FileReply.class);

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Slices {
    /** At most {@code length} bytes from {@code from} on. */
    Future<Buffer> slice(long from, int length);
  }

  /**
   * Writes the file. Where a slice cannot be had the connection is cut: the length that was
   * announced tells the reader that the file is not whole.
   */
  @Override
  public Future<Void> send(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    headers.forEach(response::putHeader);
    response.putHeader("Content-Length", Long.toString(size));
    return next(response, 0)
        .onFailure(
            cause -> {
              LOG.atInfo().setCause(cause).log("a download ended early");
              response.reset();
            });
  }

  private Future<Void> next(HttpServerResponse response, long from) {
    if (from >= size) {
      return response.end();
    }
    return slices
        .slice(from, (int) Math.min(SLICE, size - from))
        .compose(
            slice ->
                slice.length() == 0
                    ? Future.failedFuture("the file is shorter than its size says")
                    : response.write(slice).compose(w -> next(response, from + slice.length())));
  }
}
