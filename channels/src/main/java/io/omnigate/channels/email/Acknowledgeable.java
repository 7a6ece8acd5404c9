package io.omnigate.channels.email;

import io.omnigate.core.contact.EmailAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To whom a person's mail may be acknowledged (RFC 3834 sections 2 and 4): to its envelope sender
 * alone, and never to lists, to machines or to ourselves. That a machine sent it is told by {@link
 * MailNature} before this is asked.
 */
final class Acknowledgeable {
  private static final Set<String> MACHINES =
      Set.of(
          "mailer-daemon",
          "postmaster",
          "noreply",
          "no-reply",
          "donotreply",
          "do-not-reply",
          "bounce",
          "bounces",
          "listserv",
          "majordomo");

  private Acknowledgeable() {}

  /**
   * The address, or null where nobody is to hear, and where no relay told the envelope sender: a
   * Return-Path in the mail may be the sender's own invention.
   *
   * @param ownDomains the domains of the addresses we write from, in normal form
   */
  static @Nullable String address(MailHeaders headers, Envelope envelope, Set<String> ownDomains) {
    String path = envelope.from().orElse("");
    String address = EmailAddress.normalise(path).orElse("").toLowerCase(Locale.ROOT);
    int at = address.lastIndexOf('@');
    if (at < 1 || listed(headers)) {
      return null;
    }
    String local = address.substring(0, at);
    boolean machine =
        MACHINES.contains(local)
            || local.startsWith("owner-")
            || local.startsWith("bounce")
            || local.endsWith("-request")
            || local.endsWith("-owner")
            || local.endsWith("-bounces");
    return machine || ownDomains.contains(address.substring(at + 1)) ? null : path;
  }

  /** The fields of RFC 2369: people who write by a newsletter's machine add them as well. */
  private static boolean listed(MailHeaders headers) {
    return headers.fields().stream().anyMatch(field -> field.name().startsWith("list-"));
  }
}
