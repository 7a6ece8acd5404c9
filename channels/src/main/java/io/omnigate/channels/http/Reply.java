package io.omnigate.channels.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** What a request is answered with, whole or piece by piece. */
@FunctionalInterface
public interface Reply {
  /** Writes it; where the peer is gone, or was answered already, there is nothing to write. */
  Future<Void> send(HttpServerResponse response);
}
