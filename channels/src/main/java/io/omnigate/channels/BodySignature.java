package io.omnigate.channels;

import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * How a provider signs a body: an HMAC (RFC 2104) over the raw bytes, written into a header. Over
 * the raw bytes and never over JSON written anew: that has other bytes, and so another signature.
 *
 * @param header its name
 * @param prefix stands before the digits, such as {@code sha256=}; empty for none
 */
public record BodySignature(
    String header, Digests.Hmac algorithm, Encoding encoding, String prefix) {

  /** How the bytes of a signature are written. */
  public enum Encoding {
    /** Digits in lower case (RFC 4648 section 8, but for the case). */
    HEX,
    /** With padding (RFC 4648 section 4). */
    BASE64;

    /** The name used in the configuration. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name, which has to be there. */
    public static Encoding ofWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String write(byte[] bytes) {
      return switch (this) {
        case HEX -> HexFormat.of().formatHex(bytes);
        case BASE64 -> Base64.getEncoder().encodeToString(bytes);
      };
    }
  }

  /** The header's value for {@code body}. */
  public String sign(String secret, Buffer body) {
    return prefix + encoding.write(algorithm.of(secret, body.getBytes()));
  }

  /**
   * Lets the request through if it is signed with {@code secret}; never under an empty one.
   *
   * @param setting the secret's name in the configuration
   * @throws Failure {@code UNAUTHENTICATED} otherwise
   */
  public void require(String secret, String setting, ChannelRequest request) {
    String given = request.proof(header);
    if (secret.isEmpty() || !Digests.same(sign(secret, request.body()), given)) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          header + " does not match the body under the channel's " + setting);
    }
  }
}
