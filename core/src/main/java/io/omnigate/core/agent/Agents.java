package io.omnigate.core.agent;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and sessions as they are stored. Passwords and tokens are hashed before they come here;
 * which algorithm is the caller's business.
 */
public interface Agents {
  /** Adds {@code agent} unless its e-mail address is taken; true where it was added. */
  Future<Boolean> addIfMissing(
      Agent agent, @Nullable String passwordHash, @Nullable Buffer apiTokenHash);

  /** Whether there is any agent at all. */
  Future<Boolean> any();

  /** Everybody, by name. */
  Future<List<Agent>> all();

  /** The agent and the password hash by e-mail address in normal form; empty where unknown. */
  Future<Optional<Credentials>> byEmail(String email);

  /** Whose API token or unexpired session has the given SHA-256; empty where nobody's. */
  Future<Optional<Agent>> byTokenHash(Buffer tokenHash, Instant now);

  /** Starts a session. */
  Future<Void> startSession(Buffer tokenHash, String email, Instant now, Instant expiresAt);

  /** Ends a session; nothing happens where there is none. */
  Future<Void> endSession(Buffer tokenHash);

  /** An agent and how its password is checked; no hash where it has none. */
  record Credentials(Agent agent, @Nullable String passwordHash) {}
}
