package io.omnigate.channels.x;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer.Answered;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.channels.out.PartSender;
import io.omnigate.channels.out.Parts;
import io.omnigate.channels.out.ProviderApi;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers as direct messages of X
 * (https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id): texts of at most
 * 10,000 characters
 * (https://developer.x.com/en/docs/x-api/direct-messages/manage/api-reference/post-dm_conversations-with-participant_id-messages).
 * Over its rate X tells when the next call may be made
 * (https://docs.x.com/x-api/fundamentals/rate-limits).
 */
final class XSender implements PartSender {
  private static final int TEXT = 10_000;

  private final ProviderApi api;
  private final String accessToken;
  private final InstantSource clock;

  XSender(ProviderApi api, String accessToken, InstantSource clock) {
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
    String to = delivery.message().recipient();
    if (!to.matches("[0-9]{1,30}")) {
      return Future.succeededFuture(
          new DeliveryOutcome.Failed("The ticket's address is no user id of X."));
    }
    return api.post(
            "/2/dm_conversations/with/" + to + "/messages",
            Map.of("Authorization", ApiOutcomes.bearer(accessToken)),
            new JsonObject().put("text", part))
        .map(answer -> ApiOutcomes.of(answer, "X", this::outcome));
  }

  private DeliveryOutcome outcome(Answered answer) {
    if (answer.ok()) {
      return ApiOutcomes.taken(
          JsonBody.words(ApiOutcomes.object(answer, "data"), "dm_event_id"), "X");
    }
    DeliveryOutcome refused = ApiOutcomes.refused(answer, "X", "detail");
    return refused instanceof DeliveryOutcome.Retry(String reason, Duration given)
        ? new DeliveryOutcome.Retry(reason, reset(answer).orElse(given))
        : refused;
  }

  private Optional<Duration> reset(Answered answer) {
    return Optional.ofNullable(answer.headers().get("x-rate-limit-reset"))
        .filter(text -> text.matches("[0-9]{1,11}"))
        .map(
            seconds ->
                Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(seconds))))
        .filter(wait -> !wait.isNegative());
  }
}
