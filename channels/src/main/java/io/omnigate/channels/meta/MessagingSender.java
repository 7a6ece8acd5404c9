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
import java.util.List;
import java.util.Map;

/**
 * Answers on Messenger (https://developers.facebook.com/docs/messenger-platform/reference/send-api)
 * and Instagram
 * (https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message). A text
 * has at most 2,000 characters there and 1,000 bytes here.
 */
final class MessagingSender implements PartSender {
  private static final int MESSENGER_TEXT = 2_000;
  private static final int INSTAGRAM_TEXT = 1_000;
  private static final String REFERENCE = "ref:";

  private final ProviderApi api;
  private final String pageToken;
  private final boolean instagram;

  MessagingSender(ProviderApi api, String pageToken, boolean instagram) {
    this.api = api;
    this.pageToken = pageToken;
    this.instagram = instagram;
  }

  @Override
  public List<String> parts(String text) {
    return instagram
        ? Parts.of(text, INSTAGRAM_TEXT, Parts.Unit.BYTES)
        : Parts.of(text, MESSENGER_TEXT, Parts.Unit.UTF16);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    String to = delivery.message().recipient();
    JsonObject recipient =
        to.startsWith(REFERENCE)
            ? new JsonObject().put("user_ref", to.substring(REFERENCE.length()))
            : new JsonObject().put("id", to);
    JsonObject body =
        new JsonObject()
            .put("recipient", recipient)
            .put("messaging_type", "RESPONSE")
            .put("message", new JsonObject().put("text", part));
    return api.post(
            MetaChannel.VERSION + "/me/messages",
            Map.of("Authorization", ApiOutcomes.bearer(pageToken)),
            body)
        .map(
            answer ->
                ApiOutcomes.of(
                    answer,
                    "Meta",
                    known ->
                        known.ok()
                            ? ApiOutcomes.sent(JsonBody.words(known.body(), "message_id"))
                            : GraphErrors.outcome(known)));
  }
}
