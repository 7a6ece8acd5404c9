package io.omnigate.core.notice;

import io.vertx.core.Future;
import java.util.List;

/**
 * Takes notices. Safe to call from any event loop.
 *
 * <p>The future completes once what they say is durable; one that concerns nothing we know leaves
 * no trace. The same notice again changes nothing. Fails with {@link
 * io.omnigate.core.error.Failure} {@code UNAVAILABLE} where the database is away; the sender gives
 * them again.
 */
public interface Notices {
  /** Takes what one request told, in its order. */
  Future<Void> take(List<Notice> notices);
}
