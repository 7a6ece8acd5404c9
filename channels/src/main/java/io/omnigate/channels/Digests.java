package io.omnigate.channels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests that channels prove and recognise messages with. */
public final class Digests {
  /** The longest idempotency or conversation key the store takes. */
  private static final int MAX_KEY = 300;

  private static final int CHUNK = 64 * 1024;

  private Digests() {}

  /** Compares two secrets in constant time; nothing equals an empty one, for it is none. */
  public static boolean same(String expected, String given) {
    return !expected.isEmpty()
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash functions that messages are signed with, in the construction of RFC 2104. */
  public enum Hmac {
    /** Still asked for by older producers; as an HMAC not broken. */
    SHA1("HmacSHA1"),
    /** The usual one. */
    SHA256("HmacSHA256"),
    /** The longest. */
    SHA512("HmacSHA512");

    private final String algorithm;

    Hmac(String algorithm) {
      this.algorithm = algorithm;
    }

    /** The name used in the configuration. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name, which has to be there. */
    public static Hmac ofWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The HMAC of {@code message} under {@code secret}, which must not be empty. */
    public byte[] of(String secret, byte[] message) {
      try {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
  }

  /** HMAC-SHA256 (RFC 2104) of {@code message} under {@code secret}. */
  public static byte[] hmacSha256(String secret, byte[] message) {
    return Hmac.SHA256.of(secret, message);
  }

  /** The SHA-256 of {@code text} in UTF-8, in hex. */
  public static String sha256Hex(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What bytes are added to, such as the {@code update} of a digest or of a signature. */
  public interface Sum<E extends Exception> {
    /** Adds {@code length} of {@code bytes}. */
    void update(byte[] bytes, int from, int length) throws E;
  }

  /** Adds the bytes from the first to the last, of whichever there are many, a few at a time. */
  public static <E extends Exception> void add(InputStream bytes, Sum<E> to) throws IOException, E {
    byte[] chunk = new byte[CHUNK];
    for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
      to.update(chunk, 0, n);
    }
  }

  /** A key as it is, or its digest where it is too long or holds what no key should. */
  public static String key(String key) {
    return key.length() <= MAX_KEY && !Texts.hasControls(key) ? key : "sha256:" + sha256Hex(key);
  }
}
