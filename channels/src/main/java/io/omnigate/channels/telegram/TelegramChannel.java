package io.omnigate.channels.telegram;

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
import java.util.List;

/**
 * The webhook of a Telegram bot (https://core.telegram.org/bots/api#setwebhook). Telegram proves
 * itself by a secret that was told to it when the webhook was set; it sends an update again until
 * it is answered with a 2xx.
 */
public final class TelegramChannel implements Channel {
  /** The kind's name in the configuration. */
  public static final String KIND = "telegram";

  private static final String HEADER = "X-Telegram-Bot-Api-Secret-Token";
  private static final int MAX_BODY = 1024 * 1024;

  private final ChannelSettings settings;
  private final ChannelContext context;
  private final String secretToken;
  private final TelegramUpdates updates;

  /** A channel for the bot whose webhook was set with {@code secretToken}. */
  public TelegramChannel(ChannelSettings settings, ChannelContext context, String secretToken) {
    this.settings = settings;
    this.context = context;
    this.secretToken = secretToken;
    this.updates = new TelegramUpdates(settings.id(), context.phoneRegion());
  }

  /** Reads the settings: {@code secretToken}; for answers {@code botToken} and {@code apiUrl}. */
  public static Channel read(ChannelSettings settings, Section section, ChannelContext context) {
    section.textOr("botToken", "");
    section.textOr("apiUrl", "https://api.telegram.org");
    return new TelegramChannel(settings, context, section.text("secretToken"));
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
  public int maxBody() {
    return MAX_BODY;
  }

  @Override
  public void verify(ChannelRequest request) {
    if (!Digests.same(secretToken, request.proof(HEADER))) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED,
          "not-authentic",
          HEADER + " has to be the secret token that the webhook was set with");
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
    Arrival.Ignored ignored = new Arrival.Ignored();
    List<Incoming> incoming =
        updates.read(JsonBody.object(request.body()), ignored).stream().toList();
    return Incoming.arrival(incoming, ignored, settings, context, request);
  }
}
