package io.omnigate.channels.out;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.out.ApiAnswer.Answered;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/** What becomes of a message by what became of the call, the same for all providers. */
public final class ApiOutcomes {
  /** Why a message has to wait of which a file did not leave to its end. */
  static final String BROKEN_OFF = "A file of it broke off on its way; nothing of it was taken.";

  private static final int SAID = 200;

  private ApiOutcomes() {}

  /**
   * The outcome of a call.
   *
   * @param provider its name, for agents
   * @param answered what an answer means
   */
  public static DeliveryOutcome of(
      ApiAnswer answer, String provider, Function<Answered, DeliveryOutcome> answered) {
    return switch (answer) {
      case ApiAnswer.NotReached() -> new DeliveryOutcome.Retry(provider + " could not be reached.");
      case ApiAnswer.BrokenOff() -> new DeliveryOutcome.Retry(BROKEN_OFF);
      case ApiAnswer.FileGone() -> DeliveryOutcome.Failed.fileGone();
      case ApiAnswer.Lost() ->
          new DeliveryOutcome.Uncertain(
              "The connection to " + provider + " broke before it had answered.");
      case Answered known -> answered.apply(known);
    };
  }

  /**
   * The outcome of an answer to a call that shows something, where it says no: too much at once
   * passes, what the provider stumbled over may have been shown, everything else is final.
   *
   * @param said the name of the member in which it says why
   */
  public static DeliveryOutcome refused(Answered answer, String provider, String said) {
    String why =
        JsonBody.words(answer.body(), said).map(text -> ": " + Texts.line(text, SAID)).orElse("");
    if (answer.turnedAway()) {
      return new DeliveryOutcome.Retry(
          provider + " is busy (HTTP status " + answer.status() + ")" + why,
          answer.retryAfter().orElse(null));
    }
    if (answer.stumbled()) {
      return stumbled(provider, "HTTP status " + answer.status() + why);
    }
    if (answer.status() == 401) {
      return new DeliveryOutcome.Failed(
          provider + " does not accept the channel's token; the operator has to renew it.");
    }
    return new DeliveryOutcome.Failed(
        provider + " refused it (HTTP status " + answer.status() + ")" + why);
  }

  /** The provider had trouble of its own with a call that shows something. */
  public static DeliveryOutcome stumbled(String provider, String trouble) {
    return new DeliveryOutcome.Uncertain(
        provider + " had trouble and may have taken it all the same: " + trouble);
  }

  /** It was answered with a 2xx, and with nothing that can be understood. */
  public static DeliveryOutcome unclear(String provider) {
    return new DeliveryOutcome.Uncertain(provider + " answered what nobody understands.");
  }

  /**
   * It was answered with a 2xx by a provider that always tells the id of what it takes. Without one
   * it is not the provider that answered, or not what it was asked.
   *
   * @param id what reports will call it
   */
  public static DeliveryOutcome taken(Optional<String> id, String provider) {
    return id.isPresent() ? sent(id) : unclear(provider);
  }

  /** It was taken; {@code id} is what reports will call it. */
  public static DeliveryOutcome sent(Optional<String> id) {
    return new DeliveryOutcome.Sent(id.stream().toList());
  }

  /** A bearer token (RFC 6750) as a header's value. */
  public static String bearer(String token) {
    return "Bearer " + token;
  }

  /** The object under {@code name} of the answer. */
  public static JsonObject object(Answered answer, String name) {
    return JsonBody.object(answer.body(), name);
  }
}
