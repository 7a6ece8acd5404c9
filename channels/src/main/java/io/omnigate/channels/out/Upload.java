package io.omnigate.channels.out;

import io.omnigate.channels.out.ApiAnswer.Answered;
import io.omnigate.core.outbox.DeliveryOutcome;
import java.util.Optional;
import java.util.function.Function;

/** What became of a file that was handed to a provider and that nobody sees yet. */
public sealed interface Upload {
  /** It is there, under a reference of the provider's. */
  record Ready(String reference) implements Upload {}

  /** It is not. Nobody saw anything, so that what is uncertain elsewhere is tried again. */
  record Refused(DeliveryOutcome why) implements Upload {}

  /** There is nothing to hand over any more, and nothing to link to. */
  record Gone() implements Upload {}

  /**
   * The upload that a call was.
   *
   * @param reference finds it in an answer with a 2xx
   * @param refused what an answer without one means
   */
  static Upload of(
      ApiAnswer answer,
      String provider,
      Function<Answered, Optional<String>> reference,
      Function<Answered, DeliveryOutcome> refused) {
    return switch (answer) {
      case ApiAnswer.NotReached() -> later(provider + " could not be reached.");
      case ApiAnswer.BrokenOff() -> later(ApiOutcomes.BROKEN_OFF);
      case ApiAnswer.FileGone() -> new Gone();
      case ApiAnswer.Lost() -> later("The connection to " + provider + " broke during an upload.");
      case Answered known ->
          Optional.of(known)
              .filter(Answered::ok)
              .flatMap(reference)
              .<Upload>map(Ready::new)
              .orElseGet(() -> refused(refused.apply(known)));
    };
  }

  private static Upload refused(DeliveryOutcome why) {
    return why instanceof DeliveryOutcome.Uncertain(String reason)
        ? later(reason)
        : new Refused(why);
  }

  private static Upload later(String why) {
    return new Refused(new DeliveryOutcome.Retry(why));
  }
}
