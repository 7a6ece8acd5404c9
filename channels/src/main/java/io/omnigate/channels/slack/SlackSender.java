package io.omnigate.channels.slack;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.out.ApiAnswer.Answered;
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
          "service_unavailable",
          "request_timeout",
          "team_added_to_org");

  /** Slack says of these that some of what was asked for may have been done. */
  private static final Set<String> DOUBT = Set.of("internal_error", "fatal_error");

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
  private final FileSender files;

  SlackSender(ProviderApi api, String botToken) {
    this.api = api;
    this.botToken = botToken;
    this.files = new SlackFiles(api, this);
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, character -> SlackText.escaped(character).length());
  }

  @Override
  public Optional<FileSender> files() {
    return Optional.of(files);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    return call(
        "/chat.postMessage",
        into(delivery, "channel").put("text", SlackText.escaped(part)).put("unfurl_links", false));
  }

  /** Makes a call that shows something. */
  Future<DeliveryOutcome> call(String method, JsonObject body) {
    return api.post(method, proof(), body)
        .map(answer -> ApiOutcomes.of(answer, "Slack", SlackSender::outcome));
  }

  /**
   * Where a message goes: a direct message, or the thread of a channel.
   *
   * @param channel how the method calls the channel
   */
  JsonObject into(Delivery delivery, String channel) {
    String[] place = delivery.message().recipient().split(":", 2);
    JsonObject body = new JsonObject().put(channel, place[0]);
    return place.length == 2 ? body.put("thread_ts", place[1]) : body;
  }

  /** The headers of every call. */
  Map<String, String> proof() {
    return Map.of("Authorization", ApiOutcomes.bearer(botToken));
  }

  private static DeliveryOutcome outcome(Answered answer) {
    if (answer.ok() && JsonBody.isTrue(answer.body(), "ok")) {
      return ApiOutcomes.sent(JsonBody.words(answer.body(), "ts"));
    }
    if (answer.ok() && !answer.body().containsKey("ok")) {
      return ApiOutcomes.unclear("Slack");
    }
    return refused(answer);
  }

  /** What an answer to a call that shows something means, where it says no. */
  static DeliveryOutcome refused(Answered answer) {
    String error = JsonBody.text(answer.body(), "error").orElse("");
    boolean doubt = DOUBT.contains(error);
    if (LATER.contains(error) || answer.turnedAway() && !doubt) {
      return new DeliveryOutcome.Retry(
          "Slack is busy (" + Texts.line(error, 100) + ").", answer.retryAfter().orElse(null));
    }
    if (doubt || answer.stumbled()) {
      return ApiOutcomes.stumbled(
          "Slack", "HTTP status " + answer.status() + ' ' + Texts.line(error, 100));
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
