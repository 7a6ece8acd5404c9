package io.omnigate.channels.telegram;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.out.Couriers;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.outbox.Courier;
import java.util.Optional;

/**
 * The webhook of a Telegram bot (https://core.telegram.org/bots/api#setwebhook). Telegram proves
 * itself by a secret that was told to it when the webhook was set; it sends an update again until
 * it is answered with a 2xx.
 */
public final class TelegramChannel {
  /** The kind's name in the configuration. */
  public static final String KIND = "telegram";

  private static final String HEADER = "X-Telegram-Bot-Api-Secret-Token";
  private static final int MAX_BODY = 1024 * 1024;

  private TelegramChannel() {}

  /** Reads the settings: {@code secretToken}; for answers {@code botToken} and {@code apiUrl}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    String secretToken = section.text("secretToken");
    Optional<Courier> courier =
        Couriers.read(
            section, "botToken", "https://api.telegram.org", context, TelegramSender::new);
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(
            MAX_BODY,
            request -> verify(request, secretToken),
            new TelegramUpdates(settings.id(), context.phoneRegion()),
            courier));
  }

  private static void verify(ChannelRequest request, String secretToken) {
    if (!Digests.same(secretToken, request.proof(HEADER))) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          HEADER + " has to be the secret token that the webhook was set with");
    }
  }
}
