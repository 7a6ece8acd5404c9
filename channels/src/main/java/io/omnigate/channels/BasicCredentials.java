package io.omnigate.channels;

import io.omnigate.core.error.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user name and a password as a relay sends them (RFC 7617). Compared in constant time; an empty
 * password lets nobody in.
 */
public record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";

  /**
   * Lets the request through where its only Authorization header carries these credentials.
   *
   * @throws Failure {@code UNAUTHENTICATED} otherwise
   */
  public void require(ChannelRequest request) {
    String proof = request.proof("Authorization");
    boolean basic = proof.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (!basic || !matches(proof.substring(SCHEME.length()).strip())) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          "put the channel's user and password into the URL, as in https://user:password@host/…");
    }
  }

  /** Whether {@code encoded}, what follows the scheme's name, is these credentials. */
  public boolean matches(String encoded) {
    try {
      byte[] pair = Base64.getDecoder().decode(encoded.getBytes(StandardCharsets.ISO_8859_1));
      return !password.isEmpty()
          && Digests.same(user + ':' + password, new String(pair, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** Without the password, which no log may see. */
  @Override
  public String toString() {
    return "BasicCredentials[user=" + user + ']';
  }
}
