package io.omnigate.channels.telegram;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers by a Telegram bot (https://core.telegram.org/bots/api#sendmessage): plain texts of at
 * most 4,096 UTF-16 units. The token is part of the address, which therefore stands in no log.
 */
final class TelegramSender implements PartSender {
  private static final int TEXT = 4_096;

  private final ProviderApi api;
  private final String bot;
  private final FileSender files;

  TelegramSender(ProviderApi api, String botToken) {
    this.api = api;
    this.bot = "/bot" + botToken + '/';
    this.files = new TelegramFiles(api, bot);
  }

  @Override
  public Optional<FileSender> files() {
    return Optional.of(files);
  }

  @Override
  public List<String> parts(String text) {
    return Parts.of(text, TEXT, Parts.Unit.UTF16);
  }

  @Override
  public Future<DeliveryOutcome> send(Delivery delivery, String part, int index) {
    return TelegramAddress.of(delivery)
        .call(to -> api.post(bot + "sendMessage", Map.of(), to.json().put("text", part)))
        .map(TelegramSender::outcome);
  }

  /** What becomes of a message by what became of any method that sends one. */
  static DeliveryOutcome outcome(ApiAnswer answer) {
    return ApiOutcomes.of(answer, "Telegram", TelegramSender::answered);
  }

  private static DeliveryOutcome answered(Answered answer) {
    if (answer.ok() && JsonBody.isTrue(answer.body(), "ok")) {
      JsonObject result = ApiOutcomes.object(answer, "result");
      return ApiOutcomes.sent(JsonBody.words(result, "message_id"));
    }
    if (answer.ok() && !answer.body().containsKey("ok")) {
      return ApiOutcomes.unclear("Telegram");
    }
    DeliveryOutcome refused = ApiOutcomes.refused(answer, "Telegram", "description");
    Optional<Duration> after =
        JsonBody.text(ApiOutcomes.object(answer, "parameters"), "retry_after")
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    return refused instanceof DeliveryOutcome.Retry(String reason, Duration given)
        ? new DeliveryOutcome.Retry(reason, after.orElse(given))
        : refused;
  }
}
