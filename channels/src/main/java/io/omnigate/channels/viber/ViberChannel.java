package io.omnigate.channels.viber;

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
 * The webhook of a Viber bot (https://developers.viber.com/docs/api/rest-bot-api/#webhooks). When
 * it is set, Viber sends a signed {@code webhook} event and wants a 200.
 */
public final class ViberChannel {
  /** The kind's name in the configuration. */
  public static final String KIND = "viber";

  /**
   * https://developers.viber.com/docs/api/rest-bot-api/#callbacks: the hex HMAC-SHA256 under the
   * bot's authentication token.
   */
  static final BodySignature SIGNATURE =
      new BodySignature(
          "X-Viber-Content-Signature", Digests.Hmac.SHA256, BodySignature.Encoding.HEX, "");

  /** What Viber takes as the name that customers see. */
  private static final int MAX_NAME = 28;

  private static final int MAX_BODY = 1024 * 1024;

  private ViberChannel() {}

  /** Reads the settings: {@code authToken}; for answers {@code senderName}, {@code apiUrl}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    String authToken = section.text("authToken");
    String senderName = section.textOr("senderName", "Support");
    if (senderName.isBlank() || senderName.length() > MAX_NAME) {
      section.mistake("senderName", "has to have 1 to " + MAX_NAME + " characters");
    }
    Optional<Courier> courier =
        Couriers.read(
            section,
            "authToken",
            "https://chatapi.viber.com",
            context,
            (api, token) -> new ViberSender(api, token, senderName));
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(
            MAX_BODY,
            request -> SIGNATURE.require(authToken, "authToken", request),
            new ViberEvents(settings.id()),
            courier));
  }
}
