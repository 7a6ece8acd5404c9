package io.omnigate.channels.telegram;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.out.ApiAnswer;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.channels.out.FormData;
import io.omnigate.core.outbox.Delivery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a message goes, as the ticket keeps it: {@code <chat>} or {@code <chat>:<topic>}, in a
 * group with topics (https://telegram.org/blog/topics-in-groups-collectible-usernames).
 *
 * @param chat its id; negative for groups
 * @param topic the id of the message that began the topic
 */
record TelegramAddress(String chat, Optional<String> topic) {
  private static final String CHAT = "chat_id";
  private static final String TOPIC = "message_thread_id";

  /** Where {@code message}, an incoming one, stands. */
  static TelegramAddress of(JsonObject message, String sender) {
    String chat = JsonBody.text(JsonBody.object(message, "chat"), "id").orElse(sender);
    // Every reply in a large group has a thread's id; only that of a topic is one to send into.
    Optional<String> topic =
        JsonBody.isTrue(message, "is_topic_message")
            ? JsonBody.text(message, TOPIC).filter(id -> id.matches("[0-9]{1,18}"))
            : Optional.empty();
    return new TelegramAddress(chat, topic);
  }

  static TelegramAddress of(Delivery delivery) {
    String[] parts = delivery.message().recipient().split(":", 2);
    return new TelegramAddress(
        parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
  }

  /** As the ticket keeps it. */
  String text() {
    return chat + topic.map(id -> ':' + id).orElse("");
  }

  /** The beginning of a message. */
  JsonObject json() {
    JsonObject message = new JsonObject().put(CHAT, chat);
    topic.ifPresent(id -> message.put(TOPIC, Long.valueOf(id)));
    return message;
  }

  /** The beginning of a message with a file. */
  FormData form() {
    FormData form = new FormData().field(CHAT, chat);
    topic.ifPresent(id -> form.field(TOPIC, id));
    return form;
  }

  /**
   * Makes a call; once more where Telegram says that the group has got another id, which happens to
   * one that becomes a supergroup (https://core.telegram.org/bots/api#responseparameters). Nothing
   * was taken under the former.
   */
  Future<ApiAnswer> call(Function<TelegramAddress, Future<ApiAnswer>> call) {
    return call.apply(this)
        .compose(
            answer ->
                moved(answer)
                    .map(id -> call.apply(new TelegramAddress(id, topic)))
                    .orElseGet(() -> Future.succeededFuture(answer)));
  }

  private static Optional<String> moved(ApiAnswer answer) {
    return answer instanceof ApiAnswer.Answered known && !known.ok()
        ? JsonBody.text(ApiOutcomes.object(known, "parameters"), "migrate_to_chat_id")
        : Optional.empty();
  }
}
