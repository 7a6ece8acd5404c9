package io.omnigate.channels.slack;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.out.Couriers;
import io.omnigate.core.config.Section;
import io.omnigate.core.outbox.Courier;
import java.util.Optional;

/**
 * The Events API of a Slack app (https://docs.slack.dev/apis/events-api/). Slack waits 3 s and
 * sends an event again at once, after a minute and after five; a retry is recognised by its event
 * id.
 */
public final class SlackChannel {
  /** The kind's name in the configuration. */
  public static final String KIND = "slack";

  private static final int MAX_BODY = 1024 * 1024;

  private SlackChannel() {}

  /** Reads the settings: {@code signingSecret}; for answers {@code botToken} and {@code apiUrl}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    SlackSignature signature = new SlackSignature(section.text("signingSecret"));
    Optional<Courier> courier =
        Couriers.read(section, "botToken", "https://slack.com/api", context, SlackSender::new);
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(MAX_BODY, signature, new SlackEvents(settings.id()), courier));
  }
}
