package io.omnigate.channels.sendgrid;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Digests;
import io.omnigate.channels.http.Body;
import io.omnigate.core.error.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * The signature of a parse webhook with a security policy
 * (https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/securing-your-parse-webhooks):
 * ECDSA with SHA-256 over the timestamp's text and the raw body.
 */
final class SendgridSignature {
  private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
  private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

  private final PublicKey key;

  private SendgridSignature(PublicKey key) {
    this.key = key;
  }

  /** For a public key in Base64 DER, as the policy shows it; empty where it is none. */
  static Optional<SendgridSignature> of(String publicKey) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(publicKey);
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      return key instanceof ECPublicKey
          ? Optional.of(new SendgridSignature(key))
          : Optional.empty();
    } catch (IllegalArgumentException | GeneralSecurityException notAKey) {
      return Optional.empty();
    }
  }

  /**
   * Lets the request through where its signature is right.
   *
   * @throws Failure {@code UNAUTHENTICATED} otherwise
   * @throws UncheckedIOException where the disk has trouble
   */
  void require(ChannelRequest request) {
    String timestamp = request.proof(TIMESTAMP);
    String given = request.proof(SIGNATURE);
    if (!matches(timestamp, given, request.whole())) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          SIGNATURE + " does not match the body under the channel's publicKey");
    }
  }

  private boolean matches(String timestamp, String given, Body body) {
    try (InputStream in = body.open()) {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(timestamp.getBytes(StandardCharsets.UTF_8));
      Digests.add(in, verifier::update);
      return verifier.verify(Base64.getDecoder().decode(given));
    } catch (IllegalArgumentException | GeneralSecurityException malformed) {
      return false;
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }
}
