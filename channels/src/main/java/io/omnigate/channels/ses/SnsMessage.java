package io.omnigate.channels.ses;

import io.omnigate.channels.JsonBody;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What SNS posts (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html),
 * before it is believed.
 */
record SnsMessage(JsonObject json, Type type) {
  private static final List<String> NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  /** What SNS wants. */
  enum Type {
    /** It brings a message of the topic. */
    NOTIFICATION,
    /** It asks whether we want the topic's messages. */
    SUBSCRIPTION,
    /** It tells that the topic's messages end. */
    END
  }

  /**
   * Reads a body.
   *
   * @throws Failure {@code UNAUTHENTICATED} where it is none of SNS': there is nothing to prove
   */
  static SnsMessage read(Buffer body) {
    try {
      JsonObject json = JsonBody.object(body);
      return new SnsMessage(json, type(JsonBody.text(json, "Type").orElse("")));
    } catch (Failure notJson) {
      throw unauthenticated("the body has to be a JSON document signed by Amazon SNS");
    }
  }

  String topic() {
    return member("TopicArn");
  }

  /** A member that has to be there. */
  String member(String name) {
    return JsonBody.text(json, name)
        .orElseThrow(() -> unauthenticated(name + " is missing; is raw message delivery on?"));
  }

  /**
   * The text that is signed: names and values, a line each
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html).
   */
  String signedText() {
    StringBuilder text = new StringBuilder();
    for (String name : type == Type.NOTIFICATION ? NOTIFICATION : CONFIRMATION) {
      Optional<String> value =
          name.equals("Subject") ? JsonBody.text(json, name) : Optional.of(member(name));
      value.ifPresent(given -> text.append(name).append('\n').append(given).append('\n'));
    }
    return text.toString();
  }

  private static Type type(String name) {
    return switch (name) {
      case "Notification" -> Type.NOTIFICATION;
      case "SubscriptionConfirmation" -> Type.SUBSCRIPTION;
      case "UnsubscribeConfirmation" -> Type.END;
      default -> throw unauthenticated("Type is none that Amazon SNS sends");
    };
  }

  static Failure unauthenticated(String detail) {
    return new Failure(Failure.Kind.UNAUTHENTICATED, "not-authentic", detail);
  }
}
