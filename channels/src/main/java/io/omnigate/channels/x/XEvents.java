package io.omnigate.channels.x;

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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Account activities of X (https://docs.x.com/x-api/account-activity/introduction). Customer text
 * are direct messages of others to our account; everything else (posts, likes, typing …) is
 * counted.
 */
final class XEvents implements WebhookChannel.EventReader {
  private static final String MESSAGES = "direct_message_events";
  private static final String READS = "direct_message_mark_read_events";

  /** What stands beside events, and is none. */
  private static final Set<String> ASIDE = Set.of("users", "apps");

  private final String channel;

  XEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject body, Events events) {
    List<JsonObject> messages = JsonBody.objects(body, MESSAGES);
    messages.forEach(event -> event(body, event, events));
    JsonBody.objects(body, READS).forEach(read -> seen(read, events));
    List<String> others =
        body.stream()
            .filter(XEvents::holdsEvents)
            .map(Map.Entry::getKey)
            .filter(name -> messages.isEmpty() || !name.equals(MESSAGES))
            .toList();
    others.forEach(name -> events.ignore(sort(name)));
    if (messages.isEmpty() && others.isEmpty()) {
      events.ignore("other-event");
    }
  }

  /** Most sorts of events come in an array, some as an object, such as {@code user_event}. */
  private static boolean holdsEvents(Map.Entry<String, Object> member) {
    boolean events =
        member.getValue() instanceof JsonArray || member.getValue() instanceof JsonObject;
    return events && !ASIDE.contains(member.getKey());
  }

  private static void seen(JsonObject read, Events events) {
    JsonBody.moment(read, "created_timestamp", 1)
        .ifPresent(
            until -> events.reportedUpTo(JsonBody.text(read, "sender_id").orElse(""), true, until));
  }

  private static String sort(String name) {
    return switch (name) {
      case "direct_message_indicate_typing_events" -> "typing";
      case READS -> "read";
      default -> "other-event";
    };
  }

  private void event(JsonObject body, JsonObject event, Events events) {
    JsonObject created = JsonBody.object(event, "message_create");
    Optional<String> sender = JsonBody.words(created, "sender_id");
    Optional<String> us = JsonBody.words(body, "for_user_id");
    if (!JsonBody.text(event, "type").equals(Optional.of("message_create"))) {
      events.ignore("other-event");
    } else if (sender.isEmpty()) {
      events.ignore("no-sender");
    } else if (sender.equals(us)) {
      events.ignore("echo");
    } else {
      events.message(incoming(body, event, sender.get(), us.orElse("")));
    }
  }

  private Incoming incoming(JsonObject body, JsonObject event, String sender, String us) {
    JsonObject data = JsonBody.object(JsonBody.object(event, "message_create"), "message_data");
    Optional<String> id = JsonBody.words(event, "id");
    String name =
        JsonBody.words(JsonBody.object(JsonBody.object(body, "users"), sender), "name")
            .map(Texts::line)
            .orElse(null);
    return new Incoming(
        id.orElseGet(() -> Digests.sha256Hex(event.encode())),
        us + ':' + sender,
        new Sender(
            name,
            null,
            null,
            List.of(new Identity(Identity.Kind.CHANNEL, channel + ':' + sender, true))),
        "",
        JsonBody.words(data, "text").orElseGet(() -> tag(data)),
        facts(event, data, id),
        false,
        null);
  }

  private static String tag(JsonObject data) {
    return '[' + mediaType(JsonBody.object(data, "attachment")) + ']';
  }

  private static String mediaType(JsonObject attachment) {
    return JsonBody.words(JsonBody.object(attachment, "media"), "type")
        .or(() -> JsonBody.words(attachment, "type"))
        .orElse("message without text");
  }

  private static Map<String, Object> facts(JsonObject event, JsonObject data, Optional<String> id) {
    Facts facts =
        new Facts()
            .messageId(id)
            .sentAt(JsonBody.moment(event, "created_timestamp", 1))
            .text(
                "payload",
                JsonBody.words(JsonBody.object(data, "quick_reply_response"), "metadata"));
    if (JsonBody.has(data, "attachment")) {
      JsonObject attachment = JsonBody.object(data, "attachment");
      JsonObject media = JsonBody.object(attachment, "media");
      facts.media(
          Media.of(mediaType(attachment))
              .id(JsonBody.words(media, "id_str").or(() -> JsonBody.words(media, "id")))
              .url(JsonBody.words(media, "media_url_https")));
    }
    return facts.map();
  }
}
