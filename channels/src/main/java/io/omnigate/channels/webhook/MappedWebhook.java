package io.omnigate.channels.webhook;

import io.omnigate.channels.BodySignature;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.out.OneWay;
import io.omnigate.core.config.Section;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes any JSON that is signed by an HMAC over its raw bytes: the configuration says in which
 * header the signature stands and where in the document a message's parts are.
 */
public final class MappedWebhook {
  /** The kind's name in the configuration. */
  public static final String KIND = "webhook";

  private static final int MAX_BODY = 1024 * 1024;

  private MappedWebhook() {}

  /** Reads the settings: {@code secret}, {@code signature}, {@code fields}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    String secret = section.text("secret");
    BodySignature signature = signature(section.section("signature"));
    FieldMap fields = FieldMap.read(section.section("fields"));
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(
            MAX_BODY,
            request -> signature.require(secret, "secret", request),
            new MappedEvents(settings.id(), fields, context.phoneRegion()),
            Optional.of(new OneWay())));
  }

  private static BodySignature signature(Section section) {
    String header = section.textOr("header", "X-Signature");
    if (!header.matches("[A-Za-z0-9-]{1,100}")) {
      section.mistake("header", "has to be the name of a header: letters, digits and -");
    }
    String algorithm =
        section.choice(
            "algorithm",
            Digests.Hmac.SHA256.wire(),
            Stream.of(Digests.Hmac.values()).map(Digests.Hmac::wire).toList());
    String encoding =
        section.choice(
            "encoding",
            BodySignature.Encoding.HEX.wire(),
            Stream.of(BodySignature.Encoding.values()).map(BodySignature.Encoding::wire).toList());
    String prefix = section.textOr("prefix", "");
    section.close();
    return new BodySignature(
        header, Digests.Hmac.ofWire(algorithm), BodySignature.Encoding.ofWire(encoding), prefix);
  }
}
