package io.omnigate.channels.meta;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Media;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.notice.Notice.Progress;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Messenger and Instagram
 * (https://developers.facebook.com/docs/messenger-platform/reference/webhook-events). Customer text
 * are messages, edits of them and buttons pressed; under {@code standby} the same, while another
 * app leads the conversation. Our own messages come back as echoes and are none.
 */
final class MessagingEvents implements MetaChannel.Entries {
  private final String channel;

  MessagingEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject entry, Events events) {
    String page = JsonBody.text(entry, "id").orElse("");
    for (JsonObject event : JsonBody.objects(entry, "messaging")) {
      event(page, event, events);
    }
    for (JsonObject event : JsonBody.objects(entry, "standby")) {
      event(page, event, events);
    }
    JsonBody.objects(entry, "changes").forEach(change -> events.ignore("change"));
  }

  private void event(String page, JsonObject event, Events events) {
    Optional<String> why = notCustomerText(page, event);
    why.ifPresent(events::ignore);
    why.filter(List.of("delivery", "read")::contains)
        .ifPresent(sort -> report(event, sort, events));
    if (why.isEmpty()) {
      JsonObject message = JsonBody.object(event, "message");
      Optional<String> mid = JsonBody.words(message, "mid");
      if (JsonBody.isTrue(message, "is_deleted")) {
        events.withdrawn(conversation(page, event), mid.orElse(""));
      } else {
        events.message(incoming(page, event));
      }
    }
  }

  /** Messenger tells ids or a moment up to which, Instagram the id of what was seen. */
  private static void report(JsonObject event, String sort, Events events) {
    JsonObject report = JsonBody.object(event, sort);
    Progress progress = sort.equals("read") ? Progress.READ : Progress.DELIVERED;
    Optional<Instant> since = JsonBody.moment(event, "timestamp", 1);
    List<String> ids =
        Stream.concat(JsonBody.words(report, "mid").stream(), JsonBody.texts(report, "mids"))
            .limit(1_000)
            .toList();
    ids.forEach(id -> events.reported(id, progress, since, ""));
    if (ids.isEmpty()) {
      JsonBody.moment(report, "watermark", 1)
          .ifPresent(
              until ->
                  events.reportedUpTo(
                      senderId(event).orElse(""), progress == Progress.READ, until));
    }
  }

  private static Optional<String> notCustomerText(String page, JsonObject event) {
    JsonObject message = JsonBody.object(event, "message");
    if (JsonBody.isTrue(message, "is_echo")) {
      return Optional.of("echo");
    }
    for (String sort : List.of("delivery", "read", "reaction", "optin", "referral")) {
      if (event.getValue(sort) != null && !JsonBody.has(event, "message")) {
        return Optional.of(sort);
      }
    }
    boolean speaks =
        JsonBody.has(event, "message")
            || JsonBody.has(event, "message_edit")
            || JsonBody.has(event, "postback");
    if (!speaks) {
      return Optional.of("other-event");
    }
    Optional<String> sender = senderId(event);
    if (sender.isEmpty()) {
      return Optional.of("no-sender");
    }
    return sender.get().equals(page) ? Optional.of("echo") : Optional.empty();
  }

  private Incoming incoming(String page, JsonObject event) {
    Identity identity =
        new Identity(Identity.Kind.CHANNEL, channel + ':' + senderId(event).orElse(""), true);
    return new Incoming(
        page + ':' + messageKey(event),
        conversation(page, event),
        new Sender(null, null, null, List.of(identity)),
        "",
        text(event),
        facts(page, event),
        JsonBody.has(event, "message_edit"),
        null);
  }

  private static String conversation(String page, JsonObject event) {
    return page + ':' + senderId(event).orElse("");
  }

  /** A plugin's visitor has no id yet, only a reference of the page's own. */
  private static Optional<String> senderId(JsonObject event) {
    JsonObject sender = JsonBody.object(event, "sender");
    return JsonBody.words(sender, "id")
        .or(() -> JsonBody.words(sender, "user_ref").map(reference -> "ref:" + reference));
  }

  /** Provider's message id; a button pressed may have none, and is told by all that it says. */
  private static String messageKey(JsonObject event) {
    JsonObject said = said(event);
    Optional<String> edit =
        JsonBody.has(event, "message_edit")
            ? Optional.of(":edit:" + JsonBody.text(said, "num_edit").orElse(""))
            : Optional.empty();
    return JsonBody.words(said, "mid")
        .map(mid -> mid + edit.orElse(""))
        .orElseGet(() -> Digests.sha256Hex(event.encode()));
  }

  private static JsonObject said(JsonObject event) {
    String name =
        Stream.of("message_edit", "message")
            .filter(each -> JsonBody.has(event, each))
            .findFirst()
            .orElse("postback");
    return JsonBody.object(event, name);
  }

  private static String text(JsonObject event) {
    JsonObject said = said(event);
    if (JsonBody.has(event, "message_edit")) {
      return JsonBody.text(said, "text").orElse("");
    }
    if (JsonBody.has(event, "postback")) {
      JsonObject postback = JsonBody.object(event, "postback");
      return JsonBody.words(postback, "title")
          .or(() -> JsonBody.words(postback, "payload"))
          .orElse("[button]");
    }
    Stream<String> files =
        JsonBody.objects(said, "attachments").stream()
            .map(file -> '[' + JsonBody.words(file, "type").orElse("attachment") + ']');
    String text =
        Stream.concat(JsonBody.words(said, "text").stream(), files)
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? "[a message that Meta does not pass on]" : text;
  }

  private static Map<String, Object> facts(String page, JsonObject event) {
    JsonObject message = JsonBody.object(event, "message");
    return new Facts()
        .text("page", Optional.of(page))
        .messageId(JsonBody.words(said(event), "mid"))
        .sentAt(JsonBody.moment(event, "timestamp", 1))
        .text("replyTo", JsonBody.words(JsonBody.object(message, "reply_to"), "mid"))
        .text(
            "payload",
            JsonBody.words(JsonBody.object(message, "quick_reply"), "payload")
                .or(() -> JsonBody.words(JsonBody.object(event, "postback"), "payload")))
        .edited(JsonBody.has(event, "message_edit"))
        .media(
            JsonBody.objects(message, "attachments").stream().map(MessagingEvents::media).toList())
        .map();
  }

  /** Meta passes on an address that is good for a few days, and nothing of size or type. */
  private static Media media(JsonObject file) {
    JsonObject payload = JsonBody.object(file, "payload");
    return Media.of(JsonBody.words(file, "type").orElse("attachment"))
        .id(
            JsonBody.words(payload, "attachment_id")
                .or(() -> JsonBody.words(payload, "sticker_id")))
        .url(JsonBody.words(payload, "url"))
        .name(JsonBody.words(payload, "title"));
  }
}
