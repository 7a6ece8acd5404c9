package io.omnigate.channels.line;

import io.omnigate.channels.BodySignature;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.out.Couriers;
import io.omnigate.core.config.Section;
import io.omnigate.core.outbox.Courier;
import java.util.Optional;

/**
 * The webhook of a LINE official account
 * (https://developers.line.biz/en/docs/messaging-api/receiving-messages/). "Verify" in the console
 * sends a signed body without events, which is answered like any other. Events may come again and
 * out of order where redelivery is turned on.
 */
public final class LineChannel {
  /** The kind's name in the configuration. */
  public static final String KIND = "line";

  /**
   * https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/: the Base64 of the
   * HMAC-SHA256 under the channel secret.
   */
  static final BodySignature SIGNATURE =
      new BodySignature("X-Line-Signature", Digests.Hmac.SHA256, BodySignature.Encoding.BASE64, "");

  private static final int MAX_BODY = 1024 * 1024;

  private LineChannel() {}

  /**
   * Reads the settings: {@code channelSecret}; for answers {@code channelToken}, {@code apiUrl}.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    String channelSecret = section.text("channelSecret");
    Optional<Courier> courier =
        Couriers.read(
            section,
            "channelToken",
            "https://api.line.me",
            context,
            (api, token) -> new LineSender(api, token, context.clock()));
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(
            MAX_BODY,
            request -> SIGNATURE.require(channelSecret, "channelSecret", request),
            new LineEvents(settings.id()),
            courier));
  }
}
