package io.omnigate.core.store;

import io.omnigate.core.contact.EmailAddress;
import java.util.Locale;

/** Under which name the caps of {@code OutboxOptions} count a recipient. */
final class CountedAs {
  private CountedAs() {}

  /**
   * The normal form of an e-mail address, in lower case as hardly any server tells a local part's
   * case apart; anything else as it is. Messages still go to the address as it was written.
   */
  static String of(String recipient) {
    return EmailAddress.normalise(recipient)
        .map(address -> address.toLowerCase(Locale.ROOT))
        .orElse(recipient);
  }
}
