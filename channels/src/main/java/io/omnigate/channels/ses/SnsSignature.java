package io.omnigate.channels.ses;

import io.omnigate.core.error.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Date;

/**
 * The signature of an SNS message
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html): RSA with SHA-1
 * in version 1, which topics have by default, and with SHA-256 in version 2.
 */
final class SnsSignature {
  private SnsSignature() {}

  /**
   * Lets a message through that {@code certificate} signed while it was valid.
   *
   * @throws Failure {@code UNAUTHENTICATED} otherwise
   */
  static void require(SnsMessage message, X509Certificate certificate, java.time.Instant now) {
    String algorithm =
        switch (message.member("SignatureVersion")) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default -> throw SnsMessage.unauthenticated("SignatureVersion has to be 1 or 2");
        };
    try {
      certificate.checkValidity(Date.from(now));
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(message.signedText().getBytes(StandardCharsets.UTF_8));
      if (verifier.verify(Base64.getDecoder().decode(message.member("Signature")))) {
        return;
      }
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      // told below, like a signature that does not match
    }
    throw SnsMessage.unauthenticated("Signature does not match the message");
  }
}
