package io.omnigate.channels.email.out;

/**
 * The From header: a name and an address in ASCII. The mail client would write a name that is not
 * ASCII as a comment behind the address, which mail programs do not show.
 */
final class FromHeader {
  /** What may stand in a name without quotes (RFC 5322 3.2.3), and the spaces between. */
  private static final String PLAIN = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*";

  private FromHeader() {}

  /**
   * The header's value.
   *
   * @param from {@code Name <address>} or the bare address
   * @param address the address in it
   */
  static String of(String from, String address) {
    int angle = from.lastIndexOf('<');
    String name = angle < 0 ? "" : unquoted(from.substring(0, angle).strip());
    if (name.isEmpty()) {
      return address;
    }
    if (name.matches(PLAIN)) {
      return name + " <" + address + '>';
    }
    boolean ascii = name.chars().allMatch(c -> c < 127);
    String written =
        ascii ? quoted(name) : String.join(" ", HeaderEncoding.words(name, "From: ".length()));
    return written + " <" + address + '>';
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
