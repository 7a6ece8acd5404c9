package io.omnigate.channels.meta;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Media;
import io.omnigate.channels.Texts;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.PhoneNumber;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.notice.Notice.Progress;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WhatsApp's Cloud API
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples). Customer
 * text is what stands under {@code messages}, save reactions and what WhatsApp itself says; an
 * {@code edit} holds the newer message
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/edit),
 * a {@code revoke} takes one back
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/revoke);
 * both come for numbers that the WhatsApp Business app uses as well, and for no others. {@code
 * statuses} report our own sends.
 */
final class WhatsAppEvents implements MetaChannel.Entries {
  private final String channel;

  WhatsAppEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject entry, Events events) {
    for (JsonObject change : JsonBody.objects(entry, "changes")) {
      JsonObject value = JsonBody.object(change, "value");
      if (JsonBody.text(change, "field").equals(Optional.of("messages"))) {
        JsonBody.objects(value, "statuses").forEach(status -> status(status, events));
        JsonBody.objects(value, "messages").forEach(message -> message(value, message, events));
      } else {
        events.ignore("change");
      }
    }
  }

  /** Reports of our own sends come in any order, and some never. */
  private static void status(JsonObject status, Events events) {
    events.ignore("status");
    Optional<Progress> progress =
        switch (JsonBody.text(status, "status").orElse("")) {
          case "delivered" -> Optional.of(Progress.DELIVERED);
          case "read", "played" -> Optional.of(Progress.READ);
          case "failed" -> Optional.of(Progress.FAILED);
          default -> Optional.empty();
        };
    progress.ifPresent(
        known ->
            events.reported(
                JsonBody.words(status, "id").orElse(""),
                known,
                JsonBody.moment(status, "timestamp", 1_000),
                GraphErrors.reason(JsonBody.objects(status, "errors"))));
  }

  private void message(JsonObject value, JsonObject message, Events events) {
    String type = JsonBody.text(message, "type").orElse("");
    switch (type) {
      case "reaction", "system" -> events.ignore(type);
      case "revoke" ->
          events.withdrawn(
              new Writer(value, message).conversations(),
              JsonBody.words(JsonBody.object(message, type), "original_message_id").orElse(""));
      case "edit" -> {
        JsonObject edit = JsonBody.object(message, type);
        JsonObject newer = JsonBody.object(edit, "message");
        Optional<String> older = JsonBody.words(edit, "original_message_id");
        events.message(new Writer(value, message).wrote(newer, older, true));
      }
      default ->
          events.message(
              new Writer(value, message).wrote(message, JsonBody.words(message, "id"), false));
    }
  }

  /** Who wrote one message, and to which of our numbers. */
  private final class Writer {
    private final JsonObject message;
    private final JsonObject metadata;
    private final String id;
    private final Sender sender;
    private final Optional<String> group;

    Writer(JsonObject value, JsonObject message) {
      this.message = message;
      this.metadata = JsonBody.object(value, "metadata");
      this.id = JsonBody.words(message, "id").orElseGet(() -> Digests.sha256Hex(message.encode()));
      this.sender = sender(message, contact(value, message));
      this.group = JsonBody.words(message, "group_id");
    }

    Incoming wrote(JsonObject content, Optional<String> messageId, boolean edit) {
      String type = JsonBody.text(content, "type").orElse("");
      List<String> names = conversations();
      return new Incoming(
          id,
          names.getFirst(),
          names.subList(1, names.size()),
          sender,
          "",
          WhatsAppText.of(content, type),
          facts(content, type, messageId, edit),
          edit,
          answersTo());
    }

    /** By the phone number and by the user id: the next message may tell one of them only. */
    List<String> conversations() {
      String place = number() + ':' + group.map(name -> name + ':').orElse("");
      List<String> names =
          sender.identities().stream()
              .filter(each -> each.kind() == Identity.Kind.CHANNEL)
              .map(each -> place + each.value())
              .toList();
      return names.isEmpty() ? List.of(place + who()) : names;
    }

    private String who() {
      return sender.identities().isEmpty() ? id : sender.identities().getFirst().value();
    }

    /** Answers go out by the number that was written to: {@code <phone number id>:<to>}. */
    private String answersTo() {
      String to = sender.identities().isEmpty() ? "" : who().substring(who().indexOf(':') + 1);
      return number() + ':' + group.map(name -> "group:" + name).orElse(to);
    }

    private String number() {
      return JsonBody.text(metadata, "phone_number_id").orElse("");
    }

    private Map<String, Object> facts(
        JsonObject content, String type, Optional<String> messageId, boolean edit) {
      Facts facts =
          new Facts()
              .messageId(messageId)
              .text(
                  "to",
                  JsonBody.text(metadata, "display_phone_number").or(() -> Optional.of(number())))
              .sentAt(JsonBody.moment(message, "timestamp", 1_000))
              .text("group", group)
              .text("replyTo", JsonBody.words(JsonBody.object(content, "context"), "id"))
              .edited(edit);
      JsonObject media = JsonBody.object(content, type);
      if (media.getValue("mime_type") != null) {
        facts.media(media(media, type));
      }
      return facts.map();
    }
  }

  private static Media media(JsonObject media, String type) {
    return Media.of(type)
        .id(JsonBody.words(media, "id"))
        .url(JsonBody.words(media, "url"))
        .name(JsonBody.words(media, "filename"))
        .mediaType(JsonBody.words(media, "mime_type"))
        .size(JsonBody.text(media, "file_size"));
  }

  /** The contact that wrote: the one of the same id or, where the message names none, the only. */
  private static JsonObject contact(JsonObject value, JsonObject message) {
    List<JsonObject> contacts = JsonBody.objects(value, "contacts");
    Optional<String> phone = JsonBody.words(message, "from");
    Optional<String> user = JsonBody.words(message, "from_user_id");
    if (phone.isEmpty() && user.isEmpty()) {
      return contacts.size() == 1 ? contacts.getFirst() : new JsonObject();
    }
    return contacts.stream()
        .filter(
            each ->
                (phone.isPresent() && JsonBody.words(each, "wa_id").equals(phone))
                    || (user.isPresent() && JsonBody.words(each, "user_id").equals(user)))
        .findFirst()
        .orElseGet(JsonObject::new);
  }

  /** Known by the number, which other channels know too, and by the id, which outlives it. */
  private Sender sender(JsonObject message, JsonObject contact) {
    Optional<String> user =
        JsonBody.words(message, "from_user_id").or(() -> JsonBody.words(contact, "user_id"));
    Optional<String> phone =
        JsonBody.words(message, "from").or(() -> JsonBody.words(contact, "wa_id"));
    List<Identity> identities = new ArrayList<>();
    phone.ifPresent(number -> identities.add(own(number)));
    user.ifPresent(id -> identities.add(own(id)));
    Optional<String> e164 = phone.flatMap(digits -> PhoneNumber.normalise('+' + digits, "ZZ"));
    e164.ifPresent(value -> identities.add(new Identity(Identity.Kind.PHONE, value, true)));
    String name =
        JsonBody.words(JsonBody.object(contact, "profile"), "name").map(Texts::line).orElse(null);
    return new Sender(name, null, e164.orElse(null), identities);
  }

  private Identity own(String id) {
    return new Identity(Identity.Kind.CHANNEL, channel + ':' + id, true);
  }
}
