package io.omnigate.gateway;

import io.omnigate.channels.email.out.MailCourier;
import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.Wording;
import io.omnigate.gateway.config.MailConfig;
import io.omnigate.gateway.config.SmtpConfig;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;

/** The way out by e-mail, made from the section {@code mail}. */
final class MailOut {
  private MailOut() {}

  static MailCourier courier(
      Vertx vertx,
      MailConfig config,
      Signer signer,
      MessageIds messageIds,
      Wording wording,
      Duration patience) {
    return new MailCourier(
        vertx,
        server(config.smtp()),
        config.from(),
        config.address(),
        new MailTokens(signer),
        messageIds,
        wording,
        patience);
  }

  /**
   * Servers have to prove by their certificate that they bear the name we called. The client sees
   * to that by itself, and, in 5.0.8, turns it off where {@code hostnameVerificationAlgorithm} is
   * set, to whatever; so it is not.
   */
  private static io.vertx.ext.mail.MailConfig server(SmtpConfig smtp) {
    io.vertx.ext.mail.MailConfig server =
        new io.vertx.ext.mail.MailConfig()
            .setHostname(smtp.host())
            .setPort(smtp.port())
            .setSsl(smtp.encryption() == SmtpConfig.Encryption.IMPLICIT)
            .setStarttls(startTls(smtp.encryption()));
    if (smtp.trust() != null) {
      server.setTrustOptions(new PemTrustOptions().addCertPath(smtp.trust().toString()));
    }
    return smtp.user() == null
        ? server.setLogin(LoginOption.DISABLED)
        : server
            .setLogin(LoginOption.REQUIRED)
            .setUsername(smtp.user())
            .setPassword(smtp.password());
  }

  private static StartTLSOptions startTls(SmtpConfig.Encryption wanted) {
    return switch (wanted) {
      case REQUIRED -> StartTLSOptions.REQUIRED;
      case OPTIONAL -> StartTLSOptions.OPTIONAL;
      case IMPLICIT, DISABLED -> StartTLSOptions.DISABLED;
    };
  }
}
