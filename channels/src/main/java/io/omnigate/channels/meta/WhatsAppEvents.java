package io.omnigate.channels.meta;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Digests;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.PhoneNumber;
import io.omnigate.core.contact.Sender;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * WhatsApp's Cloud API
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples). Customer
 * text is what stands under {@code messages}, save reactions and what WhatsApp itself says; {@code
 * statuses} report our own sends.
 */
final class WhatsAppEvents implements MetaEvents {
  private static final Set<String> NOT_TEXT = Set.of("reaction", "system");

  private final String channel;

  WhatsAppEvents(String channel) {
    this.channel = channel;
  }

  @Override
  public void read(JsonObject entry, List<Incoming> incoming, Arrival.Ignored ignored) {
    for (JsonObject change : JsonBody.objects(entry, "changes")) {
      JsonObject value = JsonBody.object(change, "value");
      if (!JsonBody.text(change, "field").equals(Optional.of("messages"))) {
        ignored.add("change");
        continue;
      }
      JsonBody.objects(value, "statuses").forEach(status -> ignored.add("status"));
      for (JsonObject message : JsonBody.objects(value, "messages")) {
        String type = JsonBody.text(message, "type").orElse("");
        if (NOT_TEXT.contains(type)) {
          ignored.add(type);
        } else {
          incoming.add(incoming(value, message, type));
        }
      }
    }
  }

  private Incoming incoming(JsonObject value, JsonObject message, String type) {
    JsonObject contact = contact(value, message);
    JsonObject metadata = JsonBody.object(value, "metadata");
    String number = JsonBody.text(metadata, "phone_number_id").orElse("");
    String id = JsonBody.words(message, "id").orElseGet(() -> Digests.sha256Hex(message.encode()));
    Sender sender = sender(message, contact);
    String who = sender.identities().isEmpty() ? id : sender.identities().getFirst().value();
    Optional<String> group = JsonBody.words(message, "group_id");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("messageId", id);
    facts.put("to", JsonBody.text(metadata, "display_phone_number").orElse(number));
    JsonBody.moment(message, "timestamp", 1_000)
        .ifPresent(at -> facts.put("sentAt", at.toString()));
    group.ifPresent(name -> facts.put("group", name));
    JsonObject media = JsonBody.object(message, type);
    JsonBody.words(media, "mime_type").ifPresent(mime -> facts.put("mediaType", mime));
    JsonBody.words(media, "filename").ifPresent(name -> facts.put("file", Texts.line(name)));
    JsonBody.words(media, "id").ifPresent(mediaId -> facts.put("mediaId", mediaId));
    return new Incoming(
        id,
        number + ':' + group.map(name -> name + ':').orElse("") + who,
        sender,
        WhatsAppText.of(message, type),
        facts);
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
