package io.omnigate.channels.http;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;

/** Reads one request's body, and holds it until the request is answered. */
public interface WholeBody {
  /**
   * The whole body. Fails with {@code TOO_LARGE} over the bound, {@code TOO_MANY} where too much is
   * held already, {@code BAD_REQUEST} where the peer leaves before the end, and as {@link #giveUp}
   * says. The rest of a refused body is the caller's to discard. Whatever the outcome, {@link
   * #release} has to be called once the request is answered.
   */
  Future<Body> whole();

  /** Gives up on a body that is not whole yet: {@link #whole} fails with {@code failure}. */
  void giveUp(Failure failure);

  /** Lets go of what is held for this request. */
  void release();
}
