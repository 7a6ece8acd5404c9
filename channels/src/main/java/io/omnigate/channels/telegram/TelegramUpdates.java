package io.omnigate.channels.telegram;

import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Media;
import io.omnigate.channels.Texts;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.PhoneNumber;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.error.Failure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Updates of the Bot API (https://core.telegram.org/bots/api#update): what people write in private
 * chats and in groups, and what they make of it later, is customer text; the rest is not.
 */
final class TelegramUpdates implements WebhookChannel.EventReader {
  private static final List<String> MEDIA =
      List.of(
          "photo",
          "video",
          "animation",
          "audio",
          "voice",
          "video_note",
          "document",
          "sticker",
          "location",
          "venue",
          "contact",
          "poll",
          "dice",
          "story");

  private final String channel;
  private final String region;

  TelegramUpdates(String channel, String region) {
    this.channel = channel;
    this.region = region;
  }

  /**
   * Reads one update.
   *
   * @throws Failure {@code BAD_REQUEST} where there is no update id, by which alone it can be
   *     recognised when it comes again
   */
  @Override
  public void read(JsonObject update, Events events) {
    String id =
        JsonBody.text(update, "update_id")
            .orElseThrow(
                () ->
                    new Failure(
                        Failure.Kind.BAD_REQUEST, "malformed-body", "the update has no update_id"));
    boolean edited = JsonBody.has(update, "edited_message");
    if (edited || JsonBody.has(update, "message")) {
      JsonObject message = JsonBody.object(update, edited ? "edited_message" : "message");
      notCustomerText(message)
          .ifPresentOrElse(events::ignore, () -> events.message(incoming(id, message, edited)));
    } else {
      events.ignore(update.containsKey("message_reaction") ? "reaction" : "not-a-message");
    }
  }

  private static Optional<String> notCustomerText(JsonObject message) {
    JsonObject from = JsonBody.object(message, "from");
    String type = JsonBody.text(JsonBody.object(message, "chat"), "type").orElse("private");
    if (JsonBody.isTrue(from, "is_bot")) {
      return Optional.of("bot");
    }
    if (!List.of("private", "group", "supergroup").contains(type)) {
      return Optional.of("not-a-chat");
    }
    if (JsonBody.text(from, "id").isEmpty()) {
      return Optional.of("no-sender");
    }
    return words(message).isEmpty() && media(message).isEmpty()
        ? Optional.of("service-message")
        : Optional.empty();
  }

  private Incoming incoming(String id, JsonObject message, boolean edited) {
    JsonObject from = JsonBody.object(message, "from");
    String sender = JsonBody.text(from, "id").orElse("");
    TelegramAddress address = TelegramAddress.of(message, sender);
    Optional<String> media = media(message);
    Facts facts =
        new Facts()
            .messageId(JsonBody.text(message, "message_id"))
            .sentAt(JsonBody.moment(message, edited ? "edit_date" : "date", 1_000))
            .text("chat", Optional.of(address.chat()))
            .text("topic", address.topic())
            .text("replyTo", replyTo(message))
            .edited(edited);
    media.flatMap(name -> file(message, name)).ifPresent(facts::media);
    String text =
        Stream.concat(media.map(value -> '[' + value + ']').stream(), words(message).stream())
            .collect(Collectors.joining(" "));
    return new Incoming(
        id,
        address.text() + ':' + sender,
        sender(message, from, sender),
        "",
        text,
        facts.map(),
        edited,
        address.text());
  }

  /** What opens a topic is named by every message in it that answers nothing else. */
  private static Optional<String> replyTo(JsonObject message) {
    JsonObject earlier = JsonBody.object(message, "reply_to_message");
    return JsonBody.has(earlier, "forum_topic_created")
        ? Optional.empty()
        : JsonBody.text(earlier, "message_id");
  }

  /**
   * The file of a message, by its id (https://core.telegram.org/bots/api#getfile). A picture comes
   * in several sizes, the largest last.
   */
  private static Optional<Media> file(JsonObject message, String type) {
    List<JsonObject> sizes = JsonBody.objects(message, type);
    JsonObject file = sizes.isEmpty() ? JsonBody.object(message, type) : sizes.getLast();
    return JsonBody.words(file, "file_id")
        .map(
            id ->
                Media.of(type)
                    .id(Optional.of(id))
                    .name(JsonBody.words(file, "file_name"))
                    .mediaType(JsonBody.words(file, "mime_type"))
                    .size(JsonBody.text(file, "file_size")));
  }

  /** A shared contact card is a claim; only the sender's own one says who writes. */
  private Sender sender(JsonObject message, JsonObject from, String id) {
    List<Identity> identities = new ArrayList<>();
    identities.add(new Identity(Identity.Kind.CHANNEL, channel + ':' + id, true));
    JsonObject card = JsonBody.object(message, "contact");
    boolean own = JsonBody.text(card, "user_id").equals(Optional.of(id));
    Optional<String> phone = own ? JsonBody.words(card, "phone_number") : Optional.empty();
    phone
        .flatMap(number -> PhoneNumber.normalise(international(number), region))
        .ifPresent(value -> identities.add(new Identity(Identity.Kind.PHONE, value, false)));
    return new Sender(name(from), null, phone.map(Texts::line).orElse(null), identities);
  }

  private static String international(String number) {
    return number.startsWith("+") ? number : '+' + number;
  }

  private static @Nullable String name(JsonObject from) {
    String name =
        Texts.line(
            JsonBody.text(from, "first_name").orElse("")
                + ' '
                + JsonBody.text(from, "last_name").orElse(""));
    return name.isEmpty() ? null : name;
  }

  private static Optional<String> words(JsonObject message) {
    return JsonBody.words(message, "text").or(() -> JsonBody.words(message, "caption"));
  }

  private static Optional<String> media(JsonObject message) {
    return MEDIA.stream().filter(name -> message.getValue(name) != null).findFirst();
  }
}
