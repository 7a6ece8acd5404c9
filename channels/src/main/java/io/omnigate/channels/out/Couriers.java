package io.omnigate.channels.out;

import io.omnigate.channels.ChannelContext;
import io.omnigate.core.config.Section;
import io.omnigate.core.outbox.Courier;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes the couriers of channels that send by a provider's API. */
public final class Couriers {
  private Couriers() {}

  /**
   * Reads {@code apiUrl} and the token that sending needs. Without the token there is no courier,
   * and answers wait in the outbox until there is one.
   *
   * @param token the setting's name
   * @param url the address of the provider itself
   * @param context of the channel
   * @param sender makes what is the provider's own for one message, of the API and the token
   */
  public static Optional<Courier> read(
      Section section,
      String token,
      String url,
      ChannelContext context,
      BiFunction<ProviderApi, String, PartSender> sender) {
    String base = ProviderApi.url(section, url);
    String secret = section.textOr(token, "");
    return secret.isBlank()
        ? Optional.empty()
        : Optional.of(
            new PartCourier(
                context.vertx(),
                new ProviderApi(context.vertx(), base),
                api -> sender.apply(api, secret),
                context.fileLinks(),
                context.sendingPatience()));
  }
}
