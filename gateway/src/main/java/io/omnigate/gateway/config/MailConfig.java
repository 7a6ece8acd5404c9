package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import io.omnigate.core.contact.EmailAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How mail leaves the house.
 *
 * @param smtp the server that takes it
 * @param from the mailbox answers come from, {@code Name <local@domain>} or the bare address
 * @param address the address in {@code from}
 * @param replyDomain the domain of the signed addresses customers answer to
 * @param language of those whose language is not known (ISO 639)
 * @param zone in which times are told
 * @param templates the folder of templates that go before those on board; null for none
 */
public record MailConfig(
    SmtpConfig smtp,
    String from,
    String address,
    String replyDomain,
    String language,
    ZoneId zone,
    @Nullable Path templates) {
  private static final Pattern MAILBOX = Pattern.compile("(?:[^<>\\p{Cntrl}]*<([^<>]+)>|([^<>]+))");

  static MailConfig read(Section section) {
    SmtpConfig smtp = SmtpConfig.read(section.section("smtp"));
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
    String language = language(section, "language", "en");
    ZoneId zone = zone(section);
    String templates = section.textOr("templates", "");
    section.close();
    return new MailConfig(
        smtp,
        from,
        address,
        replyDomain,
        language,
        zone,
        templates.isEmpty() ? null : Path.of(templates));
  }

  /** A language by two or three letters, or {@code fallback} where none is given. */
  static String language(Section section, String key, String fallback) {
    String language = section.textOr(key, fallback);
    if (!language.matches("[a-z]{2,3}")) {
      section.mistake(key, "has to be two or three letters, such as en");
    }
    return language;
  }

  private static ZoneId zone(Section section) {
    try {
      return ZoneId.of(section.textOr("timeZone", "UTC"));
    } catch (DateTimeException unknown) {
      section.mistake("timeZone", "has to be a time zone such as Europe/Athens");
      return ZoneOffset.UTC;
    }
  }

  /** The address as it was written; empty where there is none. */
  private static String address(String from) {
    Matcher mailbox = MAILBOX.matcher(from.strip());
    if (!mailbox.matches()) {
      return "";
    }
    String address = mailbox.group(1) == null ? mailbox.group(2) : mailbox.group(1);
    return EmailAddress.normalise(address).isEmpty() ? "" : address.strip();
  }
}
