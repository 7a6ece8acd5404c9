package io.omnigate.channels.sendgrid;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.BasicCredentials;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.email.MailReader;
import io.omnigate.channels.email.MailRelay;
import io.omnigate.channels.email.RelayAnswers;
import io.omnigate.core.config.Section;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * SendGrid's inbound parse. Its proof is the user and password in the URL; where a public key is
 * configured, the signature as well.
 */
public final class SendgridChannel implements MailRelay {
  /** The kind's name in the configuration. */
  public static final String KIND = "sendgrid";

  private final ChannelSettings settings;
  private final BasicCredentials credentials;
  private final Optional<SendgridSignature> signature;
  private final MailReader reader;

  private SendgridChannel(
      ChannelSettings settings,
      ChannelContext context,
      BasicCredentials credentials,
      Optional<SendgridSignature> signature,
      FileLimits limits) {
    this.settings = settings;
    this.credentials = credentials;
    this.signature = signature;
    this.reader = new MailReader(settings, context, limits);
  }

  /**
   * Reads the settings: {@code user}, {@code password}, {@code publicKey}, and those of {@link
   * FileLimits}.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    BasicCredentials credentials =
        new BasicCredentials(section.text("user"), section.text("password"));
    String key = section.textOr("publicKey", "");
    Optional<SendgridSignature> signature =
        key.isBlank() ? Optional.empty() : SendgridSignature.of(key);
    if (!key.isBlank() && signature.isEmpty()) {
      section.mistake("publicKey", "has to be the Base64 of an elliptic-curve public key");
    }
    return new SendgridChannel(
        settings, context, credentials, signature, MailReader.fileLimits(section));
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public RelayAnswers answers() {
    return RelayAnswers.SENDGRID;
  }

  @Override
  public void verify(ChannelRequest request) {
    credentials.require(request);
    signature.ifPresent(expected -> expected.require(request));
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    return reader.read(request, () -> SendgridForm.mail(request));
  }
}
