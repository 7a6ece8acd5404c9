package io.omnigate.core.outbox;

import io.omnigate.core.contact.EmailAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an answer can go to a recipient at all, as far as that is known before it is written. */
public final class Recipients {
  private static final Set<String> BY_MAIL =
      Set.of("email", "form", "mailgun", "postmark", "sendgrid", "ses");

  private static final Set<String> ONE_WAY = Set.of("webhook");

  private Recipients() {}

  /**
   * Why nothing can go to {@code recipient}, told to agents; null where that can be tried.
   *
   * @param kind of the channel that the recipient wrote on
   */
  public static @Nullable String obstacle(String kind, String recipient) {
    if (oneWay(kind)) {
      return "This channel takes messages in only.";
    }
    if (answeredByMail(kind)) {
      return EmailAddress.unmailable(recipient);
    }
    return recipient.isBlank() ? "The channel did not tell where an answer would go." : null;
  }

  /** Whether channels of that kind have no way out at all. */
  public static boolean oneWay(String kind) {
    return ONE_WAY.contains(kind);
  }

  /** Whether answers on channels of that kind go out by mail. */
  public static boolean answeredByMail(String kind) {
    return BY_MAIL.contains(kind);
  }
}
