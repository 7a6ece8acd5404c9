package io.omnigate.channels.meta;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.out.Couriers;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.outbox.Courier;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A webhook of Meta (https://developers.facebook.com/docs/graph-api/webhooks/getting-started): one
 * handshake, one signature and one envelope for Messenger, Instagram and WhatsApp, whose events
 * differ. Batches hold up to 1,000 events; a failed one is sent again for 36 hours.
 */
public final class MetaChannel {
  /** The kinds' names in the configuration. */
  public static final String MESSENGER = "messenger";

  /** Instagram's direct messages. */
  public static final String INSTAGRAM = "instagram";

  /** WhatsApp's Cloud API. */
  public static final String WHATSAPP = "whatsapp";

  /** Of the Graph API (https://developers.facebook.com/docs/graph-api/changelog). */
  static final String VERSION = "/v23.0";

  private static final Logger LOG = LoggerFactory.getLogger(MetaChannel.class);

  /** What each product calls itself in {@code object} of its bodies, by kind. */
  private static final Map<String, String> OBJECTS =
      Map.of(MESSENGER, "page", INSTAGRAM, "instagram", WHATSAPP, "whatsapp_business_account");

  private static final String API = "https://graph.facebook.com";
  private static final int MAX_BODY = 8 * 1024 * 1024;

  private MetaChannel() {}

  /** Reads the entries of one of Meta's products. */
  interface Entries {
    /** Adds what an entry holds to {@code events}. */
    void read(JsonObject entry, Events events);
  }

  /** Reads Messenger or Instagram: {@code appSecret}, {@code verifyToken}, {@code pageToken}. */
  public static Channel readMessaging(
      ChannelSettings settings, Section section, ChannelContext context) {
    boolean instagram = settings.kind().equals(INSTAGRAM);
    Optional<Courier> courier =
        Couriers.read(
            section,
            "pageToken",
            API,
            context,
            (api, token) -> new MessagingSender(api, token, instagram));
    return read(settings, section, context, new MessagingEvents(settings.id()), courier);
  }

  /**
   * Reads WhatsApp: {@code appSecret}, {@code verifyToken}, {@code accessToken}, {@code template}.
   */
  public static Channel readWhatsApp(
      ChannelSettings settings, Section section, ChannelContext context) {
    Optional<WhatsAppTemplate> template = WhatsAppTemplate.read(section);
    Optional<Courier> courier =
        Couriers.read(
            section,
            "accessToken",
            API,
            context,
            (api, token) -> new WhatsAppSender(api, token, context.clock(), template));
    return read(settings, section, context, new WhatsAppEvents(settings.id()), courier);
  }

  private static Channel read(
      ChannelSettings settings,
      Section section,
      ChannelContext context,
      Entries entries,
      Optional<Courier> courier) {
    String appSecret = section.text("appSecret");
    String verifyToken = section.text("verifyToken");
    return new WebhookChannel(
        settings,
        context,
        new WebhookChannel.Provider(
            MAX_BODY,
            request -> MetaSignature.FORM.require(appSecret, "appSecret", request),
            reader(settings, entries),
            courier,
            Optional.of(request -> handshake(request, verifyToken))));
  }

  private static Answer handshake(ChannelRequest request, String verifyToken) {
    String given = parameter(request, "hub.verify_token").orElse("");
    boolean subscribes = parameter(request, "hub.mode").equals(Optional.of("subscribe"));
    Optional<String> challenge = parameter(request, "hub.challenge");
    if (!subscribes || challenge.isEmpty() || !Digests.same(verifyToken, given)) {
      throw new Failure(
          Failure.Kind.FORBIDDEN,
          "wrong-verify-token",
          "hub.verify_token has to be the channel's verifyToken");
    }
    return Answer.text(200, challenge.get());
  }

  /**
   * Reads bodies of the channel's own product. Those of another one, which come where callback
   * addresses are mixed up, are counted, and the log says so once.
   */
  private static WebhookChannel.EventReader reader(ChannelSettings settings, Entries entries) {
    String own = OBJECTS.getOrDefault(settings.kind(), "page");
    AtomicBoolean told = new AtomicBoolean();
    return (body, events) -> {
      Optional<String> other = JsonBody.text(body, "object").filter(object -> !object.equals(own));
      if (other.isEmpty()) {
        read(body, events, entries);
        return;
      }
      events.ignore("other-object");
      if (told.compareAndSet(false, true)) {
        LOG.atWarn()
            .addKeyValue("channel", settings.id())
            .addKeyValue("object", Texts.line(other.get()))
            .addKeyValue("expected", own)
            .log(
                "Meta sends events of another product here, which are dropped; see the callback URL");
      }
    };
  }

  private static void read(JsonObject body, Events events, Entries entries) {
    List<JsonObject> found = JsonBody.objects(body, "entry");
    if (found.isEmpty()) {
      events.ignore("no-entry");
    }
    found.forEach(entry -> entries.read(entry, events));
  }

  private static Optional<String> parameter(ChannelRequest request, String name) {
    return Optional.ofNullable(request.query().get(name));
  }
}
