package io.omnigate.channels.slack;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Media;
import io.omnigate.channels.Texts;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.http.Answer;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Slack's events (https://docs.slack.dev/reference/events/message/), one in a body. Customer text
 * are messages of people; {@code message_changed} is an edit where a person changed the words (link
 * previews change a message too), {@code message_deleted} takes one back. An {@code app_mention}
 * comes beside its message and is counted only.
 */
final class SlackEvents implements WebhookChannel.EventReader {
  private final String channel;

  SlackEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject body, Events events) {
    switch (JsonBody.text(body, "type").orElse("")) {
      case "event_callback" -> callback(body, JsonBody.object(body, "event"), events);
      case "url_verification" -> {
        events.ignore("url-verification");
        String challenge = JsonBody.text(body, "challenge").orElse("");
        events.replyWith(Answer.json(200, new JsonObject().put("challenge", challenge)));
      }
      case "app_rate_limited" -> events.ignore("rate-limited");
      default -> events.ignore("other-event");
    }
  }

  private void callback(JsonObject body, JsonObject event, Events events) {
    switch (JsonBody.text(event, "type").orElse("")) {
      case "message" -> message(body, event, events);
      case "reaction_added", "reaction_removed" -> events.ignore("reaction");
      case "app_mention" -> events.ignore("mention");
      default -> events.ignore("other-event");
    }
  }

  private void message(JsonObject body, JsonObject event, Events events) {
    switch (JsonBody.text(event, "subtype").orElse("")) {
      case "", "file_share", "me_message", "thread_broadcast" ->
          written(body, event, event, events, false);
      case "message_changed" -> {
        JsonObject newer = JsonBody.object(event, "message");
        JsonObject older = JsonBody.object(event, "previous_message");
        boolean sameWords = Objects.equals(newer.getValue("text"), older.getValue("text"));
        if (sameWords || !JsonBody.has(newer, "edited")) {
          events.ignore("unchanged");
        } else {
          written(body, event, newer, events, true);
        }
      }
      case "message_deleted" -> {
        JsonObject older = JsonBody.object(event, "previous_message");
        Optional<String> user = JsonBody.words(older, "user");
        if (user.isEmpty() || isBot(older)) {
          events.ignore("bot");
        } else {
          events.withdrawn(
              conversation(body, event, older, user.get()),
              JsonBody.words(event, "deleted_ts").orElse(""));
        }
      }
      case "bot_message" -> events.ignore("bot");
      default -> events.ignore("subtype");
    }
  }

  private void written(
      JsonObject body, JsonObject event, JsonObject message, Events events, boolean edit) {
    Optional<String> user = JsonBody.words(message, "user");
    if (isBot(message)) {
      events.ignore("bot");
    } else if (user.isEmpty()) {
      events.ignore("no-sender");
    } else {
      events.message(incoming(body, event, message, user.get(), edit));
    }
  }

  private static boolean isBot(JsonObject message) {
    return JsonBody.words(message, "bot_id").isPresent();
  }

  private Incoming incoming(
      JsonObject body, JsonObject event, JsonObject message, String user, boolean edit) {
    String name =
        JsonBody.words(JsonBody.object(message, "user_profile"), "real_name")
            .map(Texts::line)
            .orElse(null);
    Identity identity = new Identity(Identity.Kind.CHANNEL, channel + ':' + user, true);
    return new Incoming(
        JsonBody.words(body, "event_id").orElseGet(() -> Digests.sha256Hex(body.encode())),
        conversation(body, event, message, user),
        new Sender(name, null, null, List.of(identity)),
        "",
        text(message),
        facts(event, message).edited(edit).map(),
        edit,
        where(event, message));
  }

  private static String conversation(
      JsonObject body, JsonObject event, JsonObject message, String user) {
    return JsonBody.text(body, "team_id").orElse("") + ':' + where(event, message) + ':' + user;
  }

  private static String place(JsonObject event) {
    return JsonBody.text(event, "channel").orElse("");
  }

  /**
   * Where a message stands, and where its answers go: in a direct message simply there, elsewhere
   * in the thread of the message, which begins one where it is in none.
   */
  private static String where(JsonObject event, JsonObject message) {
    String place = place(event);
    Optional<String> thread =
        JsonBody.words(message, "thread_ts")
            .or(() -> JsonBody.words(message, "ts"))
            .or(() -> JsonBody.words(event, "deleted_ts"));
    boolean direct =
        place.startsWith("D") || JsonBody.text(event, "channel_type").equals(Optional.of("im"));
    return direct ? place : place + thread.map(ts -> ':' + ts).orElse("");
  }

  private static String text(JsonObject message) {
    String words = SlackText.plain(JsonBody.text(message, "text").orElse(""));
    boolean files = !JsonBody.objects(message, "files").isEmpty();
    return words.isBlank() && files ? "[file]" : words;
  }

  private static Facts facts(JsonObject event, JsonObject message) {
    return new Facts()
        .messageId(JsonBody.words(message, "ts"))
        .sentAt(
            JsonBody.words(message, "ts")
                .map(ts -> ts.replaceFirst("\\..*", ""))
                .flatMap(
                    seconds -> JsonBody.moment(new JsonObject(Map.of("at", seconds)), "at", 1_000)))
        .text("place", Optional.of(place(event)))
        // No replyTo: each message of a thread names the thread, and none the message it answers.
        .text("thread", JsonBody.words(message, "thread_ts"))
        .media(JsonBody.objects(message, "files").stream().map(SlackEvents::media).toList());
  }

  private static Media media(JsonObject file) {
    return Media.of(JsonBody.words(file, "filetype").orElse("file"))
        .id(JsonBody.words(file, "id"))
        .url(JsonBody.words(file, "url_private"))
        .name(JsonBody.words(file, "name"))
        .mediaType(JsonBody.words(file, "mimetype"))
        .size(JsonBody.text(file, "size"));
  }
}
