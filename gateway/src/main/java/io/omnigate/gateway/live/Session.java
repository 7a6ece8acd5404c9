package io.omnigate.gateway.live;

import io.omnigate.core.agent.Agent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Whose socket it is.
 *
 * @param token the API token or session token it was opened with; asked about again from time to
 *     time
 * @param tokenHash the token's SHA-256 in hex, under which the end of a session is announced
 */
record Session(Agent agent, String token, String tokenHash) {
  /** A session by its token. */
  static Session of(Agent agent, String token) {
    return new Session(agent, token, HexFormat.of().formatHex(sha256(token)));
  }

  @Override
  public String toString() {
    return "Session[" + agent.email() + "]";
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
