package io.omnigate.channels.webhook;

import static java.util.function.Predicate.not;

import io.omnigate.channels.Digests;
import io.omnigate.channels.Events;
import io.omnigate.channels.Facts;
import io.omnigate.channels.Incoming;
import io.omnigate.channels.Texts;
import io.omnigate.channels.WebhookChannel;
import io.omnigate.channels.webhook.FieldMap.Field;
import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.PhoneNumber;
import io.omnigate.core.contact.Sender;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a message of a producer's JSON, as a {@link FieldMap} says. */
final class MappedEvents implements WebhookChannel.EventReader {
  private final String channel;
  private final FieldMap fields;
  private final String region;

  MappedEvents(String channel, FieldMap fields, String region) {
    this.channel = channel;
    this.fields = fields;
    this.region = region;
  }

  @Override
  public void read(JsonObject body, Events events) {
    fields
        .value(Field.TEXT, body)
        .ifPresentOrElse(
            text -> events.message(incoming(body, text)), () -> events.ignore("no-text"));
  }

  private Incoming incoming(JsonObject body, String text) {
    String key = fields.value(Field.ID, body).orElseGet(() -> Digests.sha256Hex(body.encode()));
    Sender sender = sender(body);
    String conversation =
        fields
            .value(Field.CONVERSATION, body)
            .or(() -> sender.identities().stream().map(Identity::value).findFirst())
            .orElse("message:" + key);
    return new Incoming(
        key,
        conversation,
        sender,
        fields.value(Field.SUBJECT, body).map(Texts::line).orElse(""),
        text,
        new Facts()
            .messageId(fields.value(Field.ID, body))
            .text("page", fields.value(Field.PAGE, body))
            .map(),
        false,
        null);
  }

  /** The producer vouches for its own id of the sender; addresses are what somebody typed. */
  private Sender sender(JsonObject body) {
    Optional<String> email = fields.value(Field.EMAIL, body);
    Optional<String> phone = fields.value(Field.PHONE, body);
    List<Identity> identities = new ArrayList<>();
    fields
        .value(Field.SENDER, body)
        .map(id -> Digests.key(channel + ':' + id))
        .ifPresent(id -> identities.add(new Identity(Identity.Kind.CHANNEL, id, true)));
    email
        .flatMap(EmailAddress::normalise)
        .ifPresent(value -> identities.add(new Identity(Identity.Kind.EMAIL, value, false)));
    phone
        .flatMap(number -> PhoneNumber.normalise(number, region))
        .ifPresent(value -> identities.add(new Identity(Identity.Kind.PHONE, value, false)));
    return new Sender(line(fields.value(Field.NAME, body)), line(email), line(phone), identities);
  }

  private static @Nullable String line(Optional<String> value) {
    return value.map(Texts::line).filter(not(String::isEmpty)).orElse(null);
  }
}
