package io.omnigate.channels.ses;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.email.Envelope;
import io.omnigate.channels.email.HandedMail;
import io.omnigate.channels.email.HandedMail.Header;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A received mail as SES publishes it
 * (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html). The
 * whole mail is in {@code content} where the rule's action is SNS; any other action leaves it
 * elsewhere, from where nothing is fetched.
 */
final class SesNotification {
  private static final String ELSEWHERE =
      "[The notification of this e-mail came without its content. Give the receipt rule an SNS"
          + " action with the encoding Base64.]";

  private SesNotification() {}

  /** The mail in a topic's message; empty where it tells of something else. */
  static Optional<HandedMail> mail(String message) {
    JsonObject json;
    try {
      json = JsonBody.object(Buffer.buffer(message));
    } catch (Failure plainText) {
      return Optional.empty(); // SES tries a new topic with a sentence
    }
    return JsonBody.text(json, "notificationType").equals(Optional.of("Received"))
        ? Optional.of(received(json))
        : Optional.empty();
  }

  private static HandedMail received(JsonObject json) {
    JsonObject mail = JsonBody.object(json, "mail");
    JsonObject receipt = JsonBody.object(json, "receipt");
    Envelope envelope =
        new Envelope(
            JsonBody.text(mail, "source"),
            Optional.of(recipients(receipt)).filter(text -> !text.isEmpty()));
    Optional<String> content = JsonBody.text(json, "content");
    if (content.isEmpty()) {
      return new HandedMail.HeadersOnly(headers(mail), ELSEWHERE, envelope);
    }
    String encoding = JsonBody.text(JsonBody.object(receipt, "action"), "encoding").orElse("UTF-8");
    return new HandedMail.Raw(
        encoding.equalsIgnoreCase("BASE64") ? decoded(content.get()) : Buffer.buffer(content.get()),
        envelope);
  }

  private static String recipients(JsonObject receipt) {
    return receipt.getValue("recipients") instanceof JsonArray all
        ? all.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .collect(Collectors.joining(","))
        : "";
  }

  private static List<Header> headers(JsonObject mail) {
    return JsonBody.objects(mail, "headers").stream()
        .map(
            each ->
                new Header(
                    JsonBody.text(each, "name").orElse(""),
                    JsonBody.text(each, "value").orElse("")))
        .toList();
  }

  private static Buffer decoded(String content) {
    try {
      return Buffer.buffer(Base64.getMimeDecoder().decode(content));
    } catch (IllegalArgumentException notBase64) {
      return Buffer.buffer(content); // kept and shown as it is, rather than refused
    }
  }
}
