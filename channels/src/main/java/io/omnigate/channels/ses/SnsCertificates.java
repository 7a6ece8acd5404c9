package io.omnigate.channels.ses;

import io.omnigate.channels.http.RateLimiter;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The certificates that SNS signs with, each fetched once. Anybody can name one, so that how many
 * are asked for in a minute is bounded; what is kept came from the pinned host.
 */
final class SnsCertificates {
  /** SNS changes its certificate about once a year. */
  private static final int MAX_KEPT = 32;

  private static final int FETCHES_PER_MINUTE = 30;
  private static final String ALL = "all";

  private final SnsApi api;
  private final RateLimiter fetches;
  private final ConcurrentMap<String, X509Certificate> kept = new ConcurrentHashMap<>();

  /**
   * None known yet.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  SnsCertificates(SnsApi api, LongSupplier nanos) {
    this.api = api;
    this.fetches = new RateLimiter(nanos, FETCHES_PER_MINUTE);
  }

  /**
   * The certificate that a message says it is signed with. Fails with {@code UNAUTHENTICATED} where
   * the message names no certificate on its topic's host, {@code UNAVAILABLE} where it cannot be
   * had now.
   */
  Future<X509Certificate> of(SnsTopic topic, SnsMessage message) {
    String name =
        topic
            .certificate(message.member("SigningCertURL"))
            .orElseThrow(
                () ->
                    SnsMessage.unauthenticated(
                        "SigningCertURL has to be a certificate on https://" + topic.host()));
    String key = topic.host() + '/' + name;
    X509Certificate known = kept.get(key);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    if (fetches.take(ALL) > 0) {
      return Future.failedFuture(
          new Failure(
              Failure.Kind.UNAVAILABLE,
              "too-many-certificates",
              "too many unknown certificates are named; send the message again a little later"));
    }
    return api.certificate(topic, name).map(SnsCertificates::parse).onSuccess(it -> keep(key, it));
  }

  private void keep(String key, X509Certificate certificate) {
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    kept.put(key, certificate);
  }

  private static X509Certificate parse(Buffer pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes()));
    } catch (GeneralSecurityException | ClassCastException notACertificate) {
      throw new Failure(
          Failure.Kind.UNAVAILABLE,
          "provider-unavailable",
          "Amazon SNS answered with something that is no certificate");
    }
  }
}
