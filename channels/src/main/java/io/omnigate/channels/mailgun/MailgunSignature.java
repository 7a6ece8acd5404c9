package io.omnigate.channels.mailgun;

import io.omnigate.channels.Digests;
import io.omnigate.channels.upload.FormBody;
import io.omnigate.core.error.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * How Mailgun proves itself
 * (https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks): the hex
 * HMAC-SHA256 of timestamp and token under the signing key, inside the form and not over it.
 *
 * @param timestamp seconds since 1970, as sent
 * @param token new for each post
 */
record MailgunSignature(String timestamp, String token, String signature) {
  private static final int MAX_TOKEN = 200;

  /**
   * Takes the three fields out of a form.
   *
   * @throws Failure {@code UNAUTHENTICATED} where one is missing, empty, doubled or too long
   */
  static MailgunSignature of(FormBody form) {
    return new MailgunSignature(
        field(form, "timestamp"), field(form, "token"), field(form, "signature"));
  }

  /**
   * Holds the signature against the key and the timestamp against our clock.
   *
   * @throws Failure {@code UNAUTHENTICATED} where it does not match or is too old or too new
   */
  void require(String signingKey, Instant now, Duration maxAge) {
    byte[] signed = (timestamp + token).getBytes(StandardCharsets.UTF_8);
    boolean right =
        !signingKey.isEmpty()
            && Digests.same(
                HexFormat.of().formatHex(Digests.hmacSha256(signingKey, signed)), signature);
    if (!right) {
      throw unauthenticated("signature does not match timestamp and token under signingKey");
    }
    if (Duration.between(moment(), now).abs().compareTo(maxAge) > 0) {
      throw unauthenticated(
          "timestamp is over " + maxAge.toSeconds() + " s away from our clock; see maxAgeSeconds");
    }
  }

  /** What the token is remembered by: another for each key. */
  String use(String signingKey) {
    byte[] text = token.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Digests.hmacSha256(signingKey, text));
  }

  /** When it was signed. */
  private Instant moment() {
    try {
      return Instant.ofEpochSecond(Long.parseLong(timestamp));
    } catch (NumberFormatException | java.time.DateTimeException notAMoment) {
      throw unauthenticated("timestamp has to be seconds since 1970");
    }
  }

  private static String field(FormBody form, String name) {
    return form.only(name)
        .filter(value -> !value.isBlank() && value.length() <= MAX_TOKEN)
        .orElseThrow(() -> unauthenticated(name + " has to be given exactly once"));
  }

  static Failure unauthenticated(String detail) {
    return new Failure(Failure.Kind.UNAUTHENTICATED, "not-authentic", detail);
  }
}
