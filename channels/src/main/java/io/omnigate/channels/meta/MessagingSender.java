package io.omnigate.channels.meta;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.channels.out.FileSender;
import io.omnigate.channels.out.PartSender;
import io.omnigate.channels.out.Parts;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final FileSender files;

  MessagingSender(ProviderApi api, String pageToken, boolean instagram) {
    this.api = api;
    this.pageToken = pageToken;
    this.instagram = instagram;
    this.files = new MessagingFiles(api, this, instagram);
  }

  @Override
  public List<String> parts(String text) {
    return instagram
        ? Parts.of(text, INSTAGRAM_TEXT, Parts.Unit.BYTES)
        : Parts.of(text, MESSENGER_TEXT, Parts.Unit.UTF16);
  }

  @Override
  public Optional<FileSender> files() {
    return Optional.of(files);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    return send(delivery, new JsonObject().put("text", part));
  }

  /** Sends a message of a text or of an attachment. */
  Future<DeliveryOutcome> send(Delivery delivery, JsonObject message) {
    String to = delivery.message().recipient();
    JsonObject recipient =
        to.startsWith(REFERENCE)
            ? new JsonObject().put("user_ref", to.substring(REFERENCE.length()))
            : new JsonObject().put("id", to);
    JsonObject body =
        new JsonObject()
            .put("recipient", recipient)
            .put("messaging_type", "RESPONSE")
            .put("message", message);
    return api.post(MetaChannel.VERSION + "/me/messages", proof(), body)
        .map(answer -> ApiOutcomes.of(answer, "Meta", MessagingSender::outcome));
  }

  /** The headers of every call. */
  Map<String, String> proof() {
    return Map.of("Authorization", ApiOutcomes.bearer(pageToken));
  }

  private static DeliveryOutcome outcome(ApiAnswer.Answered answer) {
    return answer.ok()
        ? ApiOutcomes.taken(JsonBody.words(answer.body(), "message_id"), "Meta")
        : GraphErrors.outcome(answer);
  }
}
