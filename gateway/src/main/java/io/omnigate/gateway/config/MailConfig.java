package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import io.omnigate.core.contact.EmailAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How mail leaves the house.
 *
 * @param smtp the server that takes it
 * @param from the mailbox answers come from, {@code Name <local@domain>} or the bare address
 * @param replyDomain the domain of the signed addresses customers answer to
 */
public record MailConfig(Smtp smtp, String from, String replyDomain) {
  private static final Pattern MAILBOX = Pattern.compile("(?:[^<>\\p{Cntrl}]*<([^<>]+)>|([^<>]+))");

  /** Whether the connection is to be encrypted. */
  public enum StartTls {
    /** Without TLS nothing is sent. */
    REQUIRED,
    /** TLS where the server offers it. */
    OPTIONAL,
    /** Never TLS; for a server on this machine. */
    DISABLED
  }

  /**
   * The SMTP server.
   *
   * @param user null where it asks for no password
   */
  public record Smtp(
      String host, int port, StartTls startTls, @Nullable String user, @Nullable String password) {
    private static final int SUBMISSION_PORT = 587;

    static Smtp read(Section section) {
      String host = section.text("host");
      int port = section.integer("port", SUBMISSION_PORT, 1, Ports.MAX);
      String startTls =
          section.choice("startTls", "required", List.of("required", "optional", "disabled"));
      String user = section.textOr("user", "");
      String password = section.textOr("password", "");
      section.close();
      if (user.isEmpty() != password.isEmpty()) {
        section.mistake(user.isEmpty() ? "user" : "password", "is missing beside its other half");
      }
      return new Smtp(
          host,
          port,
          StartTls.valueOf(startTls.toUpperCase(Locale.ROOT)),
          user.isEmpty() ? null : user,
          password.isEmpty() ? null : password);
    }

    /** Without the password, which does not belong into a log. */
    @Override
    public String toString() {
      return "Smtp[" + host + ':' + port + ", " + startTls + ']';
    }
  }

  static MailConfig read(Section section) {
    Smtp smtp = Smtp.read(section.section("smtp"));
    String from = section.text("from");
    String address = address(from);
    if (!from.isEmpty() && address.isEmpty()) {
      section.mistake("from", "has to be like \"Support <support@example.com>\"");
    }
    String ownDomain = address.substring(address.lastIndexOf('@') + 1);
    String replyDomain = section.textOr("replyDomain", ownDomain);
    if (!replyDomain.isEmpty() && EmailAddress.normalise("a@" + replyDomain).isEmpty()) {
      section.mistake("replyDomain", "has to be a domain, such as reply.example.com");
    }
    section.close();
    return new MailConfig(smtp, from, replyDomain);
  }

  private static String address(String from) {
    Matcher mailbox = MAILBOX.matcher(from.strip());
    if (!mailbox.matches()) {
      return "";
    }
    String address = mailbox.group(1) == null ? mailbox.group(2) : mailbox.group(1);
    return EmailAddress.normalise(address).orElse("");
  }
}
