package io.omnigate.gateway.api;

import io.omnigate.channels.http.Reply;
import io.vertx.core.Future;

/** What answers one operation. Any failure becomes a problem document. */
@FunctionalInterface
interface ApiHandler {
  /** Answers a request that was admitted and validated. */
  Future<? extends Reply> handle(ApiRequest request);
}
