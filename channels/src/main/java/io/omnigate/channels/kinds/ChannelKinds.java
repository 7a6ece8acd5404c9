package io.omnigate.channels.kinds;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.email.EmailChannel;
import io.omnigate.channels.form.FormChannel;
import io.omnigate.channels.line.LineChannel;
import io.omnigate.channels.mailgun.MailgunChannel;
import io.omnigate.channels.meta.MetaChannel;
import io.omnigate.channels.postmark.PostmarkChannel;
import io.omnigate.channels.sendgrid.SendgridChannel;
import io.omnigate.channels.ses.SesChannel;
import io.omnigate.channels.slack.SlackChannel;
import io.omnigate.channels.telegram.TelegramChannel;
import io.omnigate.channels.viber.ViberChannel;
import io.omnigate.channels.webhook.MappedWebhook;
import io.omnigate.channels.x.XChannel;
import io.omnigate.core.config.Section;
import java.util.List;
import java.util.Optional;

/** Makes channels from their configuration; the one place that knows which kinds there are. */
public final class ChannelKinds {
  /** The kinds that can be configured. */
  public static final List<String> BUILT =
      List.of(
          EmailChannel.KIND,
          ChatChannel.KIND,
          FormChannel.KIND,
          TelegramChannel.KIND,
          MetaChannel.MESSENGER,
          MetaChannel.INSTAGRAM,
          MetaChannel.WHATSAPP,
          MailgunChannel.KIND,
          SendgridChannel.KIND,
          PostmarkChannel.KIND,
          SesChannel.KIND,
          LineChannel.KIND,
          ViberChannel.KIND,
          XChannel.KIND,
          SlackChannel.KIND,
          MappedWebhook.KIND);

  /** Ids are part of URLs and of stored keys. */
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9_-]{0,39}";

  private interface Reader {
    Channel read(ChannelSettings settings, Section section, ChannelContext context);
  }

  private ChannelKinds() {}

  /**
   * The channel configured in {@code section}, or empty where something is wrong; what it is, is
   * noted in the section.
   */
  public static Optional<Channel> create(String id, Section section, ChannelContext context) {
    int before = section.mistakes().size();
    if (!id.matches(ID)) {
      section.mistake("", "may be named by 1 to 40 letters, digits, _ and - only");
    }
    Optional<Reader> reader = reader(section);
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    ChannelSettings settings = ChannelSettings.read(id, section.text("kind"), section, context);
    Channel channel = reader.get().read(settings, section, context);
    if (settings.acknowledges() && !channel.answeredByMail()) {
      section.mistake("acknowledge", "holds for channels whose customers are answered by e-mail");
    }
    section.close();
    return section.mistakes().size() == before ? Optional.of(channel) : Optional.empty();
  }

  private static Optional<Reader> reader(Section section) {
    String kind = section.text("kind");
    Reader reader =
        switch (kind) {
          case EmailChannel.KIND -> EmailChannel::read;
          case ChatChannel.KIND -> ChatChannel::read;
          case FormChannel.KIND -> FormChannel::read;
          case TelegramChannel.KIND -> TelegramChannel::read;
          case MetaChannel.MESSENGER, MetaChannel.INSTAGRAM -> MetaChannel::readMessaging;
          case MetaChannel.WHATSAPP -> MetaChannel::readWhatsApp;
          case MailgunChannel.KIND -> MailgunChannel::read;
          case SendgridChannel.KIND -> SendgridChannel::read;
          case PostmarkChannel.KIND -> PostmarkChannel::read;
          case SesChannel.KIND -> SesChannel::read;
          case LineChannel.KIND -> LineChannel::read;
          case ViberChannel.KIND -> ViberChannel::read;
          case XChannel.KIND -> XChannel::read;
          case SlackChannel.KIND -> SlackChannel::read;
          case MappedWebhook.KIND -> MappedWebhook::read;
          default -> null;
        };
    if (reader == null && !kind.isBlank()) {
      section.mistake("kind", "has to be one of " + String.join(", ", BUILT));
    }
    return Optional.ofNullable(reader);
  }
}
