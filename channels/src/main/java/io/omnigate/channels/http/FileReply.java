package io.omnigate.channels.http;

import io.omnigate.core.file.SliceStream;
import io.omnigate.core.file.Slices;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way to a reader, who gets it slice by slice as they take it: a slow one holds two
 * of them and never the file.
 *
 * @param size of the whole file, in bytes
 */
public record FileReply(Map<String, String> headers, long size, Slices slices) implements Reply {
  private static final Logger LOG = LoggerFactory.getLogger(FileReply.class);

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
    return new SliceStream(slices, size)
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onFailure(
            cause -> {
              LOG.atInfo().setCause(cause).log("a download ended early");
              response.reset();
            });
  }
}
