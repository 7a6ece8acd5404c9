package io.omnigate.channels.meta;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Digests;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.Sender;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
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
final class MessagingEvents implements MetaEvents {
  private final String channel;

  MessagingEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject entry, List<Incoming> incoming, Arrival.Ignored ignored) {
    String page = JsonBody.text(entry, "id").orElse("");
    for (JsonObject event : JsonBody.objects(entry, "messaging")) {
      event(page, event, incoming, ignored);
    }
    for (JsonObject event : JsonBody.objects(entry, "standby")) {
      event(page, event, incoming, ignored);
    }
    JsonBody.objects(entry, "changes").forEach(change -> ignored.add("change"));
  }

  private void event(
      String page, JsonObject event, List<Incoming> incoming, Arrival.Ignored ignored) {
    Optional<String> why = notCustomerText(page, event);
    why.ifPresent(ignored::add);
    if (why.isEmpty()) {
      incoming.add(incoming(page, event));
    }
  }

  private static Optional<String> notCustomerText(String page, JsonObject event) {
    JsonObject message = JsonBody.object(event, "message");
    if (JsonBody.isTrue(message, "is_echo")) {
      return Optional.of("echo");
    }
    if (JsonBody.isTrue(message, "is_deleted")) {
      return Optional.of("deleted");
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
    String sender = senderId(event).orElse("");
    Identity identity = new Identity(Identity.Kind.CHANNEL, channel + ':' + sender, true);
    return new Incoming(
        page + ':' + messageKey(event),
        page + ':' + sender,
        new Sender(null, null, null, List.of(identity)),
        text(event),
        facts(page, event));
  }

  /** A plugin's visitor has no id yet, only a reference of the page's own. */
  private static Optional<String> senderId(JsonObject event) {
    JsonObject sender = JsonBody.object(event, "sender");
    return JsonBody.words(sender, "id")
        .or(() -> JsonBody.words(sender, "user_ref").map(reference -> "ref:" + reference));
  }

  /** Provider's message id; a button pressed may have none, and is told by all that it says. */
  private static String messageKey(JsonObject event) {
    if (JsonBody.has(event, "message_edit")) {
      JsonObject edit = JsonBody.object(event, "message_edit");
      String number = JsonBody.text(edit, "num_edit").orElse("");
      return JsonBody.words(edit, "mid")
          .map(mid -> mid + ":edit:" + number)
          .orElseGet(() -> Digests.sha256Hex(event.encode()));
    }
    JsonObject said =
        JsonBody.object(event, JsonBody.has(event, "message") ? "message" : "postback");
    return JsonBody.words(said, "mid").orElseGet(() -> Digests.sha256Hex(event.encode()));
  }

  private static String text(JsonObject event) {
    if (JsonBody.has(event, "message_edit")) {
      return JsonBody.text(JsonBody.object(event, "message_edit"), "text").orElse("");
    }
    if (JsonBody.has(event, "postback")) {
      JsonObject postback = JsonBody.object(event, "postback");
      return JsonBody.words(postback, "title")
          .or(() -> JsonBody.words(postback, "payload"))
          .orElse("[button]");
    }
    JsonObject message = JsonBody.object(event, "message");
    Stream<String> files =
        JsonBody.objects(message, "attachments").stream()
            .map(file -> '[' + JsonBody.words(file, "type").orElse("attachment") + ']');
    String text =
        Stream.concat(JsonBody.words(message, "text").stream(), files)
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? "[a message that Meta does not pass on]" : text;
  }

  private static Map<String, Object> facts(String page, JsonObject event) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("page", page);
    JsonObject message = JsonBody.object(event, "message");
    JsonBody.text(message, "mid").ifPresent(mid -> facts.put("messageId", mid));
    JsonBody.moment(event, "timestamp", 1).ifPresent(at -> facts.put("sentAt", at.toString()));
    List<String> files =
        JsonBody.objects(message, "attachments").stream()
            .flatMap(file -> JsonBody.words(JsonBody.object(file, "payload"), "url").stream())
            .toList();
    if (!files.isEmpty()) {
      facts.put("attachments", files);
    }
    JsonBody.words(JsonBody.object(message, "quick_reply"), "payload")
        .or(() -> JsonBody.words(JsonBody.object(event, "postback"), "payload"))
        .ifPresent(payload -> facts.put("payload", payload));
    if (JsonBody.has(event, "message_edit")) {
      facts.put("edited", true);
    }
    return facts;
  }
}
