package io.omnigate.channels;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests that channels prove and recognise messages with. */
public final class Digests {
  /** The longest idempotency or conversation key the store takes. */
  private static final int MAX_KEY = 300;

  private Digests() {}

  /** Compares two secrets in constant time; nothing equals an empty one, for it is none. */
  public static boolean same(String expected, String given) {
    return !expected.isEmpty()
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** HMAC-SHA256 (RFC 2104) of {@code message} under {@code secret}. */
  public static byte[] hmacSha256(String secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** The SHA-256 of {@code text} in UTF-8, in hex. */
  public static String sha256Hex(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A key as it is, or its digest where it is too long or holds what no key should. */
  public static String key(String key) {
    return key.length() <= MAX_KEY && !Texts.hasControls(key) ? key : "sha256:" + sha256Hex(key);
  }
}
