package io.omnigate.core.intake;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Takes what belongs to a message slice by slice before the message itself. It becomes a part of
 * the message where that is stored; slices that never become one are forgotten after an hour.
 */
public interface Uploads {
  /** The part of a message that is its raw payload; its files follow, from 1 on. */
  int RAW = 0;

  /**
   * Keeps one slice. Fails with {@code UNAVAILABLE} where the database is away, within 4 s.
   *
   * @param message the message's id
   * @param position of the slice within its part, from 0 on
   */
  Future<Void> add(String message, int part, int position, Buffer slice);

  /** Forgets the slices of a message that is stored, or never will be. */
  Future<Void> forget(String message);
}
