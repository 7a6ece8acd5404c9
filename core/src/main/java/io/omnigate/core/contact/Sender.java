package io.omnigate.core.contact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote, as far as the message tells.
 *
 * @param name null where it is unknown; then the contact is given a visitor ID
 * @param email as written, to be shown; null where unknown
 * @param phone as written, to be shown; null where unknown
 * @param identities by which the contact is recognised, the strongest first
 */
public record Sender(
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone,
    List<Identity> identities) {
  /** Keeps a copy of the list. */
  public Sender {
    identities = List.copyOf(identities);
  }
}
