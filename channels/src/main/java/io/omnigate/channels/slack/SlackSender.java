package io.omnigate.channels.slack;

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
import java.util.Set;

/**
 * Answers on Slack (https://docs.slack.dev/reference/methods/chat.postMessage/): texts of up to
 * 4,000 characters once three characters are escaped, into a direct message or a thread. Slack
 * answers 200 with {@code ok: false} to most of what it refuses.
 */
final class SlackSender implements PartSender {
  private static final int TEXT = 4_000;
  private static final Set<String> LATER =
      Set.of(
          "ratelimited",
          "rate_limited",
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org");
  private static final Set<String> TOKEN =
      Set.of(
          "invalid_auth",
          "not_authed",
          "account_inactive",
          "token_revoked",
          "token_expired",
          "missing_scope");

  private final ProviderApi api;
  private final String botToken;

  SlackSender(ProviderApi api, String botToken) {
    this.api = api;
    this.botToken = botToken;
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, character -> SlackText.escaped(character).length());
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    String[] place = delivery.message().recipient().split(":", 2);
    JsonObject body =
        new JsonObject()
            .put("channel", place[0])
            .put("text", SlackText.escaped(part))
            .put("unfurl_links", false);
    if (place.length == 2) {
      body.put("thread_ts", place[1]);
    }
    return api.post(
            "/chat.postMessage", Map.of("Authorization", ApiOutcomes.bearer(botToken)), body)
        .map(answer -> ApiOutcomes.of(answer, "Slack", SlackSender::outcome));
  }

  private static DeliveryOutcome outcome(Answered answer) {
    String error = JsonBody.text(answer.body(), "error").orElse("");
    if (answer.ok() && JsonBody.isTrue(answer.body(), "ok")) {
      return ApiOutcomes.sent(JsonBody.words(answer.body(), "ts"));
    }
    if (answer.ok() && !answer.body().containsKey("ok")) {
      return ApiOutcomes.unclear("Slack");
    }
    if (LATER.contains(error) || answer.retryable()) {
      return new DeliveryOutcome.Retry(
          "Slack is busy or in trouble (" + Texts.line(error, 100) + ").",
          answer.retryAfter().orElse(null));
    }
    if (TOKEN.contains(error)) {
      return new DeliveryOutcome.Failed(
          "Slack does not accept the channel's botToken ("
              + error
              + "); the operator has to install the app again.");
    }
    return new DeliveryOutcome.Failed("Slack refused it: " + Texts.line(error, 100) + ".");
  }
}
