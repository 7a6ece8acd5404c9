package io.omnigate.core.store;

import io.omnigate.core.contact.EmailAddress;
import java.util.Locale;

/** Under which name the caps of {@code OutboxOptions} count a recipient. */
final class CountedAs {
  private CountedAs() {}

  /**
   * An e-mail address in its normal form, in lower case as hardly any server tells a local part's
   * case apart, and without what follows a plus, which most put into the same mailbox; anything
   * else as it is. Where a server does tell them apart, mailboxes that differ by no more share
   * their caps. Messages still go to the address as it was written.
   */
  static String of(String recipient) {
    return EmailAddress.normalise(recipient)
        .map(address -> untagged(address.toLowerCase(Locale.ROOT)))
        .orElse(recipient);
  }

  private static String untagged(String address) {
    int plus = address.indexOf('+');
    int at = address.indexOf('@');
    return plus > 0 && plus < at ? address.substring(0, plus) + address.substring(at) : address;
  }
}
