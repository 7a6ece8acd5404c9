package io.omnigate.channels.viber;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.out.ApiAnswer.Answered;
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
 * Answers by a Viber bot (https://developers.viber.com/docs/api/rest-bot-api/#send-message): texts
 * of at most 7,000 characters. Viber answers 200 to everything; its own status says what became of
 * it (https://creators.viber.com/docs/bots-api/errors). Status 12 comes after 100 messages to a
 * customer within an hour without an answer of theirs, and a call has 30 KB at most
 * (https://creators.viber.com/docs/bots-api/resources/messaging/send-message), which a text of that
 * length keeps.
 */
final class ViberSender implements PartSender {
  private static final int TEXT = 7_000;

  private final ProviderApi api;
  private final String authToken;
  private final String senderName;

  ViberSender(ProviderApi api, String authToken, String senderName) {
    this.api = api;
    this.authToken = authToken;
    this.senderName = senderName;
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, Parts.Unit.UTF16);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    JsonObject body =
        new JsonObject()
            .put("receiver", delivery.message().recipient())
            .put("type", "text")
            .put("sender", new JsonObject().put("name", senderName))
            .put("text", part);
    return api.post("/pa/send_message", Map.of("X-Viber-Auth-Token", authToken), body)
        .map(answer -> ApiOutcomes.of(answer, "Viber", ViberSender::outcome));
  }

  private static DeliveryOutcome outcome(Answered answer) {
    if (!answer.ok()) {
      return ApiOutcomes.refused(answer, "Viber", "status_message");
    }
    if (!(answer.body().getValue("status") instanceof Number status)) {
      return ApiOutcomes.unclear("Viber");
    }
    String said =
        JsonBody.words(answer.body(), "status_message")
            .map(text -> ": " + Texts.line(text, 200))
            .orElse("");
    return switch (status.intValue()) {
      case 0 -> ApiOutcomes.sent(JsonBody.words(answer.body(), "message_token"));
      case 2 ->
          new DeliveryOutcome.Failed(
              "Viber does not accept the channel's authToken; the operator has to renew it.");
      case 5, 6 ->
          new DeliveryOutcome.Failed(
              "The customer is not, or not any more, subscribed to the bot.");
      case 12 -> new DeliveryOutcome.Retry("Viber wants fewer messages at once.");
      default ->
          new DeliveryOutcome.Failed("Viber refused it with status " + status.intValue() + said);
    };
  }
}
