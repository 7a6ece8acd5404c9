package io.omnigate.channels.meta;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.out.ApiAnswer;
import io.omnigate.channels.out.ApiOutcomes;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * What Meta's errors mean for a message
 * (https://developers.facebook.com/docs/messenger-platform/error-codes,
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
 */
final class GraphErrors {
  /** Too much at once. */
  private static final Set<Integer> LATER = Set.of(4, 17, 32, 613, 80007, 130429, 131048, 131056);

  /** Trouble of Meta's own, that does not say how far the call came. */
  private static final Set<Integer> DOUBT = Set.of(2, 131016, 133004);

  /** The customer wrote too long ago; for Messenger and Instagram it is a subcode of 10. */
  private static final Set<Integer> WINDOW = Set.of(131047, 2018278, 2534022);

  private static final Set<Integer> TOKEN = Set.of(0, 190);
  private static final Set<Integer> PERSON = Set.of(551, 131026, 131030);

  private GraphErrors() {}

  /** The outcome of a call that shows something and was answered with an error. */
  static DeliveryOutcome outcome(ApiAnswer.Answered answer) {
    JsonObject error = JsonBody.object(answer.body(), "error");
    int code = error.getValue("code") instanceof Number number ? number.intValue() : -1;
    if (!outside(error)) {
      if (LATER.contains(code) || answer.turnedAway()) {
        return new DeliveryOutcome.Retry(reason(error), answer.retryAfter().orElse(null));
      }
      if (DOUBT.contains(code) || answer.stumbled() || JsonBody.isTrue(error, "is_transient")) {
        return ApiOutcomes.stumbled(
            "Meta", reason(error) + " (HTTP status " + answer.status() + ")");
      }
    }
    return new DeliveryOutcome.Failed(reason(error) + " (HTTP status " + answer.status() + ")");
  }

  /** A sentence for agents on the first of the errors of a report; empty where there is none. */
  static String reason(List<JsonObject> errors) {
    return errors.isEmpty() ? "" : reason(errors.getFirst());
  }

  private static boolean outside(JsonObject error) {
    return WINDOW.contains(number(error, "code"))
        || WINDOW.contains(number(error, "error_subcode"));
  }

  private static String reason(JsonObject error) {
    int code = number(error, "code");
    if (outside(error)) {
      return Window.CLOSED;
    }
    if (TOKEN.contains(code)) {
      return "Meta does not accept the channel's token; the operator has to renew it.";
    }
    if (PERSON.contains(code)) {
      return "Meta cannot reach this person: they may have left, or do not want our messages.";
    }
    String said =
        JsonBody.words(error, "message")
            .or(() -> JsonBody.words(error, "title"))
            .map(text -> ": " + Texts.line(text, 200))
            .orElse("");
    return "Meta refused it with error " + code + said + ".";
  }

  private static int number(JsonObject error, String name) {
    return error.getValue(name) instanceof Number number ? number.intValue() : -1;
  }
}
