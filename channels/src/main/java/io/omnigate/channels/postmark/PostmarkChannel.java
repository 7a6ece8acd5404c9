package io.omnigate.channels.postmark;

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

/** Postmark's inbound webhook. Its proof is the user and password in the URL; it signs nothing. */
public final class PostmarkChannel implements MailRelay {
  /** The kind's name in the configuration. */
  public static final String KIND = "postmark";

  /**
   * The whole mail is beside what it comes to: {@code RawEmail} and {@code Attachments}
   * (https://postmarkapp.com/developer/webhooks/inbound-webhook), each as large as the mail.
   */
  private static final int MAX_BODY = 2 * MailReader.MAX_MAIL + 6 * 1024 * 1024;

  private final ChannelSettings settings;
  private final BasicCredentials credentials;
  private final MailReader reader;

  /** A channel for the server whose webhook has {@code credentials} in its URL. */
  public PostmarkChannel(
      ChannelSettings settings,
      ChannelContext context,
      BasicCredentials credentials,
      FileLimits limits) {
    this.settings = settings;
    this.credentials = credentials;
    this.reader = new MailReader(settings, context, limits);
  }

  /** Reads the settings: {@code user}, {@code password}, and those of {@link FileLimits}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    return new PostmarkChannel(
        settings,
        context,
        new BasicCredentials(section.text("user"), section.text("password")),
        MailReader.fileLimits(section));
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
    return RelayAnswers.POSTMARK;
  }

  @Override
  public int maxBody() {
    return MAX_BODY;
  }

  @Override
  public void verify(ChannelRequest request) {
    credentials.require(request);
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    return reader.read(request, () -> PostmarkMail.of(request.whole()));
  }
}
