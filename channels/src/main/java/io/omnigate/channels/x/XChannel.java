package io.omnigate.channels.x;

import io.omnigate.channels.BodySignature;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.out.Couriers;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.outbox.Courier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Account Activity webhook of X (https://docs.x.com/x-api/webhooks/introduction). X asks by GET
 * now and then whether the address still knows the consumer secret: the answer is the signature of
 * the token that it sends.
 */
public final class XChannel {
  /** The kind's name in the configuration. */
  public static final String KIND = "x";

  /** {@code sha256=} and the Base64 of the HMAC-SHA256 under the consumer secret. */
  static final BodySignature SIGNATURE =
      new BodySignature(
          "x-twitter-webhooks-signature",
          Digests.Hmac.SHA256,
          BodySignature.Encoding.BASE64,
          "sha256=");

  /**
   * Bodies and tokens are signed with the same key, so whoever may have a token signed must not be
   * able to hand in a body: no JSON object is made of these characters alone.
   */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=._~-]{1,300}");

  private static final int MAX_BODY = 4 * 1024 * 1024;

  private XChannel() {}

  /**
   * Reads the settings: {@code consumerSecret}; for answers {@code accessToken}, {@code apiUrl}.
   */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    String consumerSecret = section.text("consumerSecret");
    Optional<Courier> courier =
        Couriers.read(
            section,
            "accessToken",
            "https://api.x.com",
            context,
            (api, token) -> new XSender(api, token, context.clock()));
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(
            MAX_BODY,
            request -> SIGNATURE.require(consumerSecret, "consumerSecret", request),
            new XEvents(settings.id()),
            courier,
            Optional.of(request -> handshake(request, consumerSecret))));
  }

  private static Answer handshake(ChannelRequest request, String consumerSecret) {
    String token =
        Optional.ofNullable(request.query().get("crc_token"))
            .filter(given -> TOKEN.matcher(given).matches())
            .orElseThrow(
                () ->
                    new Failure(
                        Failure.Kind.BAD_REQUEST,
                        "no-crc-token",
                        "crc_token has to be 1 to 300 letters, digits and + / = . _ ~ -"));
    return Answer.json(
        200,
        new JsonObject()
            .put("response_token", SIGNATURE.sign(consumerSecret, Buffer.buffer(token))));
  }
}
