package io.omnigate.core.intake;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * The one-time tokens that some providers prove themselves with, where the proof does not cover the
 * body: whoever saw one could put another body under it. Durable and the same for all nodes.
 */
public interface UsedTokens {
  /**
   * Uses a token.
   *
   * @param scope within which a token is used once: the kind of the channels that share its key
   * @param now by our clock
   * @param expiresAt when it is refused by its age anyway and can be forgotten
   */
  record Use(String scope, String token, Buffer bodySha256, Instant now, Instant expiresAt) {}

  /**
   * Whether the token is used for the first time, or again for the same body: a provider that got
   * no answer sends both again. Fails with {@code UNAVAILABLE} where the database is away.
   */
  Future<Boolean> use(Use use);
}
