package io.omnigate.core.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the tokens that go out and come back: chat sessions, Message-IDs, reply addresses.
 * HMAC-SHA256, cut to 128 bits (RFC 2104 section 5 allows half), compared in constant time. The
 * purpose is part of what is signed, so that a token of one use is none of another.
 */
public final class Signer {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Initialised once; each signature is made by a copy, which spares looking up and keying. */
  private final Mac keyed;

  /**
   * A signer.
   *
   * @param secret at least 16 characters
   */
  public Signer(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < BYTES) {
      throw new IllegalArgumentException("the secret has fewer than 16 bytes");
    }
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(bytes, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** {@code value.signature}; the signature has 22 characters of URL-safe Base64. */
  public String sign(String purpose, String value) {
    return value + '.' + BASE64.encodeToString(mac(purpose, value));
  }

  /** The value of a token made by {@link #sign} for the same purpose, or empty. */
  public Optional<String> verify(String purpose, String token) {
    int dot = token.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String value = token.substring(0, dot);
    byte[] expected = BASE64.encode(mac(purpose, value));
    byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given) ? Optional.of(value) : Optional.empty();
  }

  /**
   * The last {@code symbols} of the signature in Crockford Base32, up to 26 of 5 bits each: for
   * where upper and lower case may be mixed up on the way.
   */
  public String mark(String purpose, String value, int symbols) {
    ByteBuffer mac = ByteBuffer.wrap(mac(purpose, value));
    String all = Ulid.of(new UUID(mac.getLong(), mac.getLong()));
    return all.substring(all.length() - symbols);
  }

  private byte[] mac(String purpose, String value) {
    try {
      Mac mac = (Mac) keyed.clone();
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      byte[] full = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(full, BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own " + ALGORITHM + " can be copied", e);
    }
  }
}
