package io.omnigate.channels.line;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Media;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * LINE's webhook events
 * (https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects). Customer text
 * are messages and edits of them, in chats, groups and rooms; {@code unsend} takes one back. A
 * postback holds words of a program, not of a person. LINE tells no names.
 */
final class LineEvents implements WebhookChannel.EventReader {
  private static final List<String> FILES = List.of("image", "video", "audio", "file");

  private final String channel;

  LineEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject body, Events events) {
    List<JsonObject> found = JsonBody.objects(body, "events");
    if (found.isEmpty()) {
      events.ignore("no-events");
    }
    found.forEach(event -> event(event, events));
  }

  private void event(JsonObject event, Events events) {
    switch (JsonBody.text(event, "type").orElse("")) {
      case "message" -> message(event, events, false);
      case "messageEdited" -> message(event, events, true);
      case "unsend" ->
          events.withdrawn(
              conversation(event),
              JsonBody.words(JsonBody.object(event, "unsend"), "messageId").orElse(""));
      case "follow", "unfollow" -> events.ignore("follow");
      case "join", "leave", "memberJoined", "memberLeft" -> events.ignore("member");
      case "postback" -> events.ignore("postback");
      default -> events.ignore("other-event");
    }
  }

  private void message(JsonObject event, Events events, boolean edited) {
    Optional<String> sender = place(event, "userId").or(() -> group(event));
    if (sender.isEmpty()) {
      events.ignore("no-sender");
      return;
    }
    JsonObject message = JsonBody.object(event, "message");
    Identity identity = new Identity(Identity.Kind.CHANNEL, channel + ':' + sender.get(), true);
    events.message(
        new Incoming(
            key(event),
            conversation(event),
            new Sender(null, null, null, List.of(identity)),
            "",
            LineText.of(message),
            facts(event, message).edited(edited).map(),
            edited,
            group(event).orElse(null)));
  }

  /** The event's id; what has none is told by all that it says. */
  private static String key(JsonObject event) {
    return JsonBody.words(event, "webhookEventId")
        .orElseGet(
            () -> {
              JsonObject said = event.copy();
              said.remove("deliveryContext");
              return Digests.sha256Hex(said.encode());
            });
  }

  /** In a group each member's messages are a conversation of their own. */
  private static String conversation(JsonObject event) {
    return group(event).orElse("") + ':' + place(event, "userId").orElse("");
  }

  private static Optional<String> group(JsonObject event) {
    return place(event, "groupId").or(() -> place(event, "roomId"));
  }

  private static Optional<String> place(JsonObject event, String name) {
    return JsonBody.words(JsonBody.object(event, "source"), name);
  }

  private static Facts facts(JsonObject event, JsonObject message) {
    Facts facts =
        new Facts()
            .messageId(JsonBody.words(message, "id"))
            .sentAt(JsonBody.moment(event, "timestamp", 1))
            .text("group", group(event))
            .text("replyTo", JsonBody.words(message, "quotedMessageId"));
    String type = JsonBody.text(message, "type").orElse("");
    if (FILES.contains(type)) {
      facts.media(
          Media.of(type)
              .id(JsonBody.words(message, "id"))
              .url(
                  JsonBody.words(JsonBody.object(message, "contentProvider"), "originalContentUrl"))
              .name(JsonBody.words(message, "fileName"))
              .size(JsonBody.text(message, "fileSize")));
    }
    return facts;
  }
}
