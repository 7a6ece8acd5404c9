package io.omnigate.channels.viber;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Media;
import io.omnigate.channels.Texts;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.notice.Notice.Progress;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Viber's callbacks (https://developers.viber.com/docs/api/rest-bot-api/#callbacks), one in a body.
 * Customer text is {@code message}. A {@code message_token} has more than 53 bits and is read as
 * digits, never as a floating-point number.
 */
final class ViberEvents implements WebhookChannel.EventReader {
  private static final List<String> FILES = List.of("picture", "video", "file");

  private final String channel;

  ViberEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject body, Events events) {
    switch (JsonBody.text(body, "event").orElse("")) {
      case "message" -> message(body, events);
      case "webhook" -> events.ignore("webhook");
      case "delivered" -> report(body, Progress.DELIVERED, events);
      case "seen" -> report(body, Progress.READ, events);
      case "failed" -> report(body, Progress.FAILED, events);
      case "subscribed", "unsubscribed", "conversation_started" -> events.ignore("subscription");
      default -> events.ignore("other-event");
    }
  }

  private static void report(JsonObject body, Progress progress, Events events) {
    events.ignore("status");
    events.reported(
        JsonBody.words(body, "message_token").orElse(""),
        progress,
        JsonBody.moment(body, "timestamp", 1),
        JsonBody.words(body, "desc").map(why -> "Viber: " + why).orElse(""));
  }

  private void message(JsonObject body, Events events) {
    JsonObject sender = JsonBody.object(body, "sender");
    Optional<String> id = JsonBody.words(sender, "id");
    if (id.isEmpty()) {
      events.ignore("no-sender");
      return;
    }
    Optional<String> token = JsonBody.words(body, "message_token");
    JsonObject message = JsonBody.object(body, "message");
    String name = JsonBody.words(sender, "name").map(Texts::line).orElse(null);
    events.message(
        new Incoming(
            token.orElseGet(() -> Digests.sha256Hex(body.encode())),
            id.get(),
            new Sender(
                name,
                null,
                null,
                List.of(new Identity(Identity.Kind.CHANNEL, channel + ':' + id.get(), true))),
            "",
            text(message),
            facts(body, message, token),
            false,
            null));
  }

  private static String text(JsonObject message) {
    String type = JsonBody.text(message, "type").orElse("");
    Stream<String> words =
        switch (type) {
          case "text" -> Stream.of();
          case "url" -> JsonBody.words(message, "media").stream();
          case "file" -> JsonBody.words(message, "file_name").stream();
          case "contact" -> contact(JsonBody.object(message, "contact"));
          case "location" -> location(JsonBody.object(message, "location"));
          default -> Stream.of();
        };
    Stream<String> tag =
        switch (type) {
          case "text", "url" -> Stream.of();
          case "picture", "video", "file", "sticker", "contact", "location" ->
              Stream.of('[' + type + ']');
          default -> Stream.of("[a message that Viber does not pass on]");
        };
    return Stream.of(tag, JsonBody.words(message, "text").stream(), words)
        .flatMap(parts -> parts)
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> contact(JsonObject contact) {
    return Stream.of("name", "phone_number")
        .flatMap(name -> JsonBody.words(contact, name).stream());
  }

  private static Stream<String> location(JsonObject location) {
    return Stream.of(
        '('
            + JsonBody.text(location, "lat").orElse("?")
            + ", "
            + JsonBody.text(location, "lon").orElse("?")
            + ')');
  }

  private static Map<String, Object> facts(
      JsonObject body, JsonObject message, Optional<String> token) {
    Facts facts =
        new Facts()
            .messageId(token)
            .sentAt(JsonBody.moment(body, "timestamp", 1))
            .text("payload", JsonBody.words(message, "tracking_data"));
    String type = JsonBody.text(message, "type").orElse("");
    if (FILES.contains(type)) {
      facts.media(
          Media.of(type)
              .url(JsonBody.words(message, "media"))
              .name(JsonBody.words(message, "file_name"))
              .size(JsonBody.text(message, "size")));
    }
    return facts.map();
  }
}
