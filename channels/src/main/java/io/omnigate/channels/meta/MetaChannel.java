package io.omnigate.channels.meta;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.Digests;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Offload;
import io.omnigate.channels.ReceiptJson;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.config.Section;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Receipt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A webhook of Meta (https://developers.facebook.com/docs/graph-api/webhooks/getting-started): one
 * handshake, one signature and one envelope for Messenger, Instagram and WhatsApp, whose events
 * differ. Batches hold up to 1,000 events; a failed one is sent again for 36 hours.
 */
public final class MetaChannel implements Channel {
  /** The kinds' names in the configuration. */
  public static final String MESSENGER = "messenger";

  /** Instagram's direct messages. */
  public static final String INSTAGRAM = "instagram";

  /** WhatsApp's Cloud API. */
  public static final String WHATSAPP = "whatsapp";

  private static final int MAX_BODY = 8 * 1024 * 1024;

  private final ChannelSettings settings;
  private final ChannelContext context;
  private final String appSecret;
  private final String verifyToken;
  private final MetaEvents events;

  private MetaChannel(
      ChannelSettings settings,
      ChannelContext context,
      String appSecret,
      String verifyToken,
      MetaEvents events) {
    this.settings = settings;
    this.context = context;
    this.appSecret = appSecret;
    this.verifyToken = verifyToken;
    this.events = events;
  }

  /** Reads a Messenger or Instagram channel: {@code appSecret}, {@code verifyToken}. */
  public static Channel readMessaging(
      ChannelSettings settings, Section section, ChannelContext context) {
    section.textOr("pageToken", "");
    return read(settings, section, context, new MessagingEvents(settings.id()));
  }

  /** Reads a WhatsApp channel: {@code appSecret}, {@code verifyToken}. */
  public static Channel readWhatsApp(
      ChannelSettings settings, Section section, ChannelContext context) {
    section.textOr("accessToken", "");
    return read(settings, section, context, new WhatsAppEvents(settings.id()));
  }

  /** The tokens and the address that only answers need are read, so that they are known keys. */
  private static Channel read(
      ChannelSettings settings, Section section, ChannelContext context, MetaEvents events) {
    section.textOr("apiUrl", "https://graph.facebook.com");
    return new MetaChannel(
        settings, context, section.text("appSecret"), section.text("verifyToken"), events);
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String kind() {
    return settings.kind();
  }

  @Override
  public int maxBody() {
    return MAX_BODY;
  }

  @Override
  public List<HttpMethod> methods() {
    return List.of(HttpMethod.GET, HttpMethod.POST);
  }

  @Override
  public Answer handshake(ChannelRequest request) {
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

  @Override
  public void verify(ChannelRequest request) {
    String signature = request.proof(MetaSignature.HEADER);
    if (!MetaSignature.verify(appSecret, request.body(), signature)) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          MetaSignature.HEADER + " does not match the body under the channel's appSecret");
    }
  }

  @Override
  public Future<Arrival> parse(ChannelRequest request) {
    return Offload.run(context.vertx(), request.body().length(), () -> arrival(request));
  }

  @Override
  public Answer answer(ChannelRequest request, Arrival arrival, List<Receipt> receipts) {
    return ReceiptJson.webhook(arrival, receipts);
  }

  private Arrival arrival(ChannelRequest request) {
    JsonObject body = JsonBody.object(request.body());
    List<Incoming> incoming = new ArrayList<>();
    Arrival.Ignored ignored = new Arrival.Ignored();
    List<JsonObject> entries = JsonBody.objects(body, "entry");
    if (entries.isEmpty()) {
      ignored.add("no-entry");
    }
    entries.forEach(entry -> events.read(entry, incoming, ignored));
    return Incoming.arrival(incoming, ignored, settings, context, request);
  }

  private static Optional<String> parameter(ChannelRequest request, String name) {
    return Optional.ofNullable(request.query().get(name));
  }
}
