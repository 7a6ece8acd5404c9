package io.omnigate.channels;

import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.PhoneNumber;
import io.omnigate.core.contact.Sender;
import io.omnigate.core.error.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who somebody says to be, in a form or a chat: recognised by it, but not verified. */
public final class ClaimedSender {
  private ClaimedSender() {}

  /**
   * The sender with the given claims.
   *
   * @param proven identities that the channel itself vouches for; they come first
   * @param region in which a phone number without a country code is read
   * @throws Failure {@code INVALID} naming the field, where an address or a number is none
   */
  public static Sender of(
      List<Identity> proven,
      Optional<String> name,
      Optional<String> email,
      Optional<String> phone,
      String region) {
    List<Identity> identities = new ArrayList<>(proven);
    email
        .map(
            given ->
                EmailAddress.normalise(given)
                    .orElseThrow(
                        () -> Failure.invalid("email", "email has to be like ann@example.com")))
        .ifPresent(value -> identities.add(new Identity(Identity.Kind.EMAIL, value, false)));
    phone
        .map(
            given ->
                PhoneNumber.normalise(given, region)
                    .orElseThrow(
                        () -> Failure.invalid("phone", "phone has to be like +30 210 1234567")))
        .ifPresent(value -> identities.add(new Identity(Identity.Kind.PHONE, value, false)));
    return new Sender(
        name.map(Texts::line).filter(text -> !text.isEmpty()).orElse(null),
        email.map(Texts::line).orElse(null),
        phone.map(Texts::line).orElse(null),
        identities);
  }
}
