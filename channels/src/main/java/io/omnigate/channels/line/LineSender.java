package io.omnigate.channels.line;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer.Answered;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.channels.out.PartSender;
import io.omnigate.channels.out.Parts;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Answers on LINE as push messages
 * (https://developers.line.biz/en/reference/messaging-api/#send-push-message): a reply token is
 * good for about a minute, which no agent keeps to. Texts have at most 5,000 UTF-16 units; five of
 * them go in one push, which counts once however many it holds
 * (https://developers.line.biz/en/tips/2026/05/28/how-to-count-messages/). Each push carries a
 * retry key (https://developers.line.biz/en/docs/messaging-api/retrying-api-request/): what was
 * taken once is answered 409 for a day and not shown again, so a lost answer is no reason to doubt.
 */
final class LineSender implements PartSender {
  private static final int TEXT = 5_000;
  private static final int TOGETHER = 5;
  private static final Duration KEYS_HOLD = Duration.ofHours(23);

  private final ProviderApi api;
  private final String channelToken;
  private final InstantSource clock;

  LineSender(ProviderApi api, String channelToken, InstantSource clock) {
    this.api = api;
    this.channelToken = channelToken;
    this.clock = clock;
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, Parts.Unit.UTF16);
  }

  /** An earlier try may have arrived: without a key that holds, another might be shown as well. */
  @Override
  public Optional<Future<DeliveryOutcome>> instead(Delivery delivery) {
    return delivery.attempt() > 1 && !recognisesRepeats(delivery)
        ? Optional.of(
            Future.succeededFuture(
                new DeliveryOutcome.Uncertain(
                    "It could not be finished within a day, and LINE recognises repeated messages"
                        + " for a day only.")))
        : Optional.empty();
  }

  @Override
  public boolean recognisesRepeats(Delivery delivery) {
    return delivery.message().createdAt().plus(KEYS_HOLD).isAfter(clock.instant());
  }

  @Override
  public List<Call> calls(Delivery delivery, List<String> parts) {
    return IntStream.iterate(0, from -> from < parts.size(), from -> from + TOGETHER)
        .mapToObj(from -> parts.subList(from, Math.min(from + TOGETHER, parts.size())))
        .map(some -> new Call(some.size(), index -> push(delivery, some, index)))
        .toList();
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    return push(delivery, List.of(part), index);
  }

  private Future<DeliveryOutcome> push(Delivery delivery, List<String> parts, int index) {
    JsonArray texts = new JsonArray();
    parts.forEach(part -> texts.add(new JsonObject().put("type", "text").put("text", part)));
    JsonObject body =
        new JsonObject().put("to", delivery.message().recipient()).put("messages", texts);
    Map<String, String> headers =
        Map.of(
            "Authorization",
            ApiOutcomes.bearer(channelToken),
            "X-Line-Retry-Key",
            retryKey(delivery.message().id(), index));
    return api.post("/v2/bot/message/push", headers, body)
        .map(answer -> ApiOutcomes.of(answer, "LINE", LineSender::outcome))
        .map(
            outcome ->
                outcome instanceof DeliveryOutcome.Uncertain(String reason)
                        && recognisesRepeats(delivery)
                    ? new DeliveryOutcome.Retry(reason)
                    : outcome);
  }

  /**
   * The same for each try of the same push, and another than an earlier version gave each text: one
   * that was answered 409 for its first text would lose the others.
   */
  private static String retryKey(String message, int index) {
    byte[] name = (message + ":push:" + index).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  private static DeliveryOutcome outcome(Answered answer) {
    List<String> ids =
        JsonBody.objects(answer.body(), "sentMessages").stream()
            .flatMap(each -> JsonBody.words(each, "id").stream())
            .toList();
    if (answer.status() == 409) {
      return new DeliveryOutcome.Sent(ids); // taken before, whatever else it says
    }
    if (answer.ok()) {
      return ids.isEmpty() ? ApiOutcomes.unclear("LINE") : new DeliveryOutcome.Sent(ids);
    }
    boolean quota =
        answer.status() == 429
            && JsonBody.text(answer.body(), "message")
                .filter(text -> text.toLowerCase(Locale.ROOT).contains("monthly limit"))
                .isPresent();
    return quota
        ? new DeliveryOutcome.Failed(
            "The account's messages for this month are used up; the operator can buy more.")
        : ApiOutcomes.refused(answer, "LINE", "message");
  }
}
