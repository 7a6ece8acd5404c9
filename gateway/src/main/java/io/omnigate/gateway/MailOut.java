package io.omnigate.gateway;

import io.omnigate.channels.email.out.MailCourier;
import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.MailTokens;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.Wording;
import io.omnigate.gateway.config.MailConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.StartTLSOptions;

/** The way out by e-mail, made from the section {@code mail}. */
final class MailOut {
  /** Servers have to prove by their certificate that they bear the name we called. */
  private static final String VERIFIED = "HTTPS";

  private MailOut() {}

  static MailCourier courier(
      Vertx vertx, MailConfig config, Signer signer, MessageIds messageIds, Wording wording) {
    return new MailCourier(
        vertx,
        server(config.smtp()),
        config.from(),
        config.address(),
        new MailTokens(signer),
        messageIds,
        wording);
  }

  private static io.vertx.ext.mail.MailConfig server(MailConfig.Smtp smtp) {
    io.vertx.ext.mail.MailConfig server =
        new io.vertx.ext.mail.MailConfig()
            .setHostname(smtp.host())
            .setPort(smtp.port())
            .setStarttls(startTls(smtp.startTls()))
            .setHostnameVerificationAlgorithm(VERIFIED);
    return smtp.user() == null
        ? server.setLogin(LoginOption.DISABLED)
        : server
            .setLogin(LoginOption.REQUIRED)
            .setUsername(smtp.user())
            .setPassword(smtp.password());
  }

  private static StartTLSOptions startTls(MailConfig.StartTls wanted) {
    return switch (wanted) {
      case REQUIRED -> StartTLSOptions.REQUIRED;
      case OPTIONAL -> StartTLSOptions.OPTIONAL;
      case DISABLED -> StartTLSOptions.DISABLED;
    };
  }
}
