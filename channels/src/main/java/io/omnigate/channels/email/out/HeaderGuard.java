package io.omnigate.channels.email.out;

import io.omnigate.channels.Texts;
import io.omnigate.core.contact.EmailAddress;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people wrote out of the structure of a mail. The mail client writes CR and LF in
 * header values, attachment types and references as they come, so that nothing reaches it that has
 * not been through here.
 */
final class HeaderGuard {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,60}");

  /** RFC 5322 3.6.4, without quoted parts, which no mail of this century has. */
  private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,200}>");

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}");

  private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9._@+-]{1,200}");

  private HeaderGuard() {}

  /**
   * A header's value that is one line of printable characters.
   *
   * @throws Unmailable where it is not, or where {@code name} is no header's name
   */
  static String value(String name, String value) {
    if (!NAME.matcher(name).matches() || Texts.hasControls(value)) {
      throw new Unmailable(
          "The header " + name + " would hold a line break or a control character.");
    }
    return value;
  }

  /** Those of {@code ids} that are Message-IDs; what is none is left out. */
  static List<String> messageIds(List<String> ids) {
    return ids.stream().filter(id -> MESSAGE_ID.matcher(id).matches()).toList();
  }

  /** A file's type, or the one for unknown bytes. */
  static String mediaType(String type) {
    String plain = type.strip().toLowerCase(Locale.ROOT);
    return MEDIA_TYPE.matcher(plain).matches() ? plain : "application/octet-stream";
  }

  /** A file's name as data on one line. */
  static String fileName(String name) {
    return Texts.fileName(name, "file");
  }

  /** A Content-ID without its angle brackets, or null where it is none. */
  static @Nullable String contentId(@Nullable String id) {
    return id != null && CONTENT_ID.matcher(id).matches() ? id : null;
  }

  /**
   * One address of an envelope, its domain in ASCII.
   *
   * @throws Unmailable where it is not exactly one address that any server takes
   */
  static String address(String written) {
    String address = written.strip();
    String obstacle = EmailAddress.unmailable(address);
    if (obstacle != null) {
      throw new Unmailable(obstacle);
    }
    if (Texts.hasControls(address)) {
      throw new Unmailable("The e-mail address holds control characters.");
    }
    String domain = address.substring(address.lastIndexOf('@') + 1);
    String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    return address.substring(0, address.lastIndexOf('@') + 1)
        + IDN.toASCII(plain, IDN.USE_STD3_ASCII_RULES);
  }
}
