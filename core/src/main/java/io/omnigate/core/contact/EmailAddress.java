package io.omnigate.core.contact;

import java.net.IDN;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The normal form of an e-mail address, by which a contact is recognised.
 *
 * <p>The domain is folded to lower case, without its trailing dot and in its ASCII form (RFC 5321
 * 2.3.5, RFC 5890). The local part is the business of its own server (RFC 5321 2.4) and is kept as
 * it is, case, plus and dots included, except where the provider documents otherwise: for Gmail
 * dots, case and what follows a plus do not matter (https://support.google.com/mail/answer/7436150,
 * https://support.google.com/a/users/answer/9282734).
 */
public final class EmailAddress {
  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL = 64;
  private static final Map<String, String> GMAIL =
      Map.of("gmail.com", "gmail.com", "googlemail.com", "gmail.com");

  private EmailAddress() {}

  /** The normal form, or empty where {@code text} is not one plain {@code local@domain}. */
  public static Optional<String> normalise(String text) {
    String address = text.strip();
    int at = address.lastIndexOf('@');
    if (at < 1 || at > MAX_LOCAL || address.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String local = address.substring(0, at);
    if (local.chars().anyMatch(c -> c <= ' ' || c == 0x7F || "<>()[]\\,;:@\"".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    return domain(address.substring(at + 1)).map(domain -> join(local, domain));
  }

  /** Why no mail can go to {@code text}, told to agents; null where that can be tried. */
  public static @Nullable String unmailable(String text) {
    if (normalise(text).isEmpty()) {
      return "There is no e-mail address to answer to.";
    }
    String address = text.strip();
    return address.chars().limit(address.lastIndexOf('@')).anyMatch(c -> c > '~')
        ? "The part of the address before the at sign is not ASCII; such mail needs SMTPUTF8."
        : null;
  }

  /**
   * Whether two addresses in normal form differ in the case of ASCII letters at most. Such are two
   * contacts, for a server may tell them apart, yet hardly any does, and people write either.
   */
  public static boolean alike(String one, String other) {
    return folded(one).equals(folded(other));
  }

  /** Of ASCII alone: beyond it, letters of different words fold to one. */
  private static String folded(String address) {
    StringBuilder folded = new StringBuilder(address.length());
    address
        .chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)
        .forEach(c -> folded.append((char) c));
    return folded.toString();
  }

  /** The domain of the normal form, or empty where {@code text} is not one plain address. */
  public static Optional<String> domainOf(String text) {
    return normalise(text).map(address -> address.substring(address.lastIndexOf('@') + 1));
  }

  private static Optional<String> domain(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    try {
      String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return ascii.isEmpty() || ascii.startsWith(".") ? Optional.empty() : Optional.of(ascii);
    } catch (IllegalArgumentException notADomain) {
      return Optional.empty();
    }
  }

  private static String join(String local, String domain) {
    String gmail = GMAIL.get(domain);
    if (gmail == null) {
      return local + '@' + domain;
    }
    int plus = local.indexOf('+');
    String box = plus > 0 ? local.substring(0, plus) : local;
    String folded = box.replace(".", "").toLowerCase(Locale.ROOT);
    return (folded.isEmpty() ? local : folded) + '@' + gmail;
  }
}
