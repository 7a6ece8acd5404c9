package io.omnigate.channels.out;

import io.omnigate.core.file.SliceStream;
import io.omnigate.core.outbox.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call. Its length is known, so that it is not sent in chunks, which not every
 * provider takes; its file is read while it leaves, no faster than the provider takes it.
 *
 * @param type the value of {@code Content-Type}
 * @param head what stands before the file
 * @param tail what stands behind it
 */
record ApiBody(String type, Buffer head, Delivery.@Nullable File file, Buffer tail) {
  /** A body in memory. */
  static ApiBody of(String type, Buffer bytes) {
    return new ApiBody(type, bytes, null, Buffer.buffer());
  }

  /** A file and nothing else. */
  static ApiBody of(Delivery.File file) {
    return new ApiBody("application/octet-stream", Buffer.buffer(), file, Buffer.buffer());
  }

  /**
   * Sends it all. Succeeds when the last byte of the file was handed on, and the server can have
   * all of it only from then on; fails where the file cannot be read that far, and the request is
   * broken off then. Neither, where the connection breaks before, which the request's answer tells.
   */
  Future<Void> send(HttpClientRequest request) {
    if (file == null) {
      request.end(head.copy().appendBuffer(tail));
      return Future.succeededFuture();
    }
    request.putHeader("Content-Length", Long.toString(head.length() + file.size() + tail.length()));
    request.write(head);
    SliceStream bytes = file.bytes();
    bytes.pipe().endOnComplete(false).to(request).onSuccess(sent -> request.end(tail));
    return bytes.whole().onFailure(unread -> request.connection().close());
  }
}
