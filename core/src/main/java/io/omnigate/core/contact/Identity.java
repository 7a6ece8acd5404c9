package io.omnigate.core.contact;

import java.util.Comparator;

/**
 * One address by which a contact is recognised.
 *
 * @param value in normal form: see {@link EmailAddress} and {@link PhoneNumber}; for a channel
 *     {@code <channel id>:<sender id>}
 * @param verified whether the channel vouches for it (the sender of a mail, a provider's sender
 *     id); false for what somebody merely typed into a form or a chat
 */
public record Identity(Kind kind, String value, boolean verified) implements Comparable<Identity> {
  private static final Comparator<Identity> ORDER =
      Comparator.comparing(Identity::kind).thenComparing(Identity::value);

  /** What an identity is; the codes are stored. */
  public enum Kind {
    /** An e-mail address. */
    EMAIL,
    /** A phone number in E.164. */
    PHONE,
    /** A sender id that only its channel understands. */
    CHANNEL
  }

  /**
   * One order for everybody, so that two transactions claim the same addresses without deadlock.
   */
  @Override
  public int compareTo(Identity other) {
    return ORDER.compare(this, other);
  }
}
