package io.omnigate.channels.meta;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.channels.out.PartSender;
import io.omnigate.channels.out.Parts;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Answers on WhatsApp (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages):
 * texts of at most 4,096 characters, from the number that was written to. WhatsApp takes a message
 * for somebody who wrote more than 24 hours ago and reports its failure later; so such a one is not
 * even sent.
 */
final class WhatsAppSender implements PartSender {
  private static final int TEXT = 4_096;
  private static final String GROUP = "group:";

  private final ProviderApi api;
  private final String accessToken;
  private final InstantSource clock;

  WhatsAppSender(ProviderApi api, String accessToken, InstantSource clock) {
    this.api = api;
    this.accessToken = accessToken;
    this.clock = clock;
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, Parts.Unit.UTF16);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    if (Window.isClosed(delivery, clock.instant())) {
      return Future.succeededFuture(new DeliveryOutcome.Failed(Window.CLOSED));
    }
    String recipient = delivery.message().recipient();
    int colon = recipient.indexOf(':');
    String number = recipient.substring(0, Math.max(colon, 0));
    String to = recipient.substring(colon + 1);
    if (!number.matches("[0-9]+") || to.isEmpty()) {
      return Future.succeededFuture(
          new DeliveryOutcome.Failed(
              "The message did not tell whom to answer, or by which number."));
    }
    return api.post(
            MetaChannel.VERSION + '/' + number + "/messages",
            Map.of("Authorization", ApiOutcomes.bearer(accessToken)),
            body(to, part))
        .map(
            answer ->
                ApiOutcomes.of(
                    answer,
                    "WhatsApp",
                    known ->
                        known.ok()
                            ? ApiOutcomes.sent(
                                JsonBody.objects(known.body(), "messages").stream()
                                    .flatMap(each -> JsonBody.words(each, "id").stream())
                                    .findFirst())
                            : GraphErrors.outcome(known)));
  }

  /** Who has no phone number is addressed by the user id, which is no row of digits. */
  private static JsonObject body(String to, String part) {
    JsonObject body =
        new JsonObject()
            .put("messaging_product", "whatsapp")
            .put("recipient_type", to.startsWith(GROUP) ? "group" : "individual")
            .put("type", "text")
            .put("text", new JsonObject().put("preview_url", false).put("body", part));
    if (to.startsWith(GROUP)) {
      return body.put("to", to.substring(GROUP.length()));
    }
    return body.put(to.matches("[0-9]+") ? "to" : "recipient", to);
  }
}
