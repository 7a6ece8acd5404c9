package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP server that takes our mail.
 *
 * @param user null where it asks for no password
 * @param trust certificates (PEM) whose owners vouch for the server, in place of the JVM's; null
 *     for those
 */
public record SmtpConfig(
    String host,
    int port,
    Encryption encryption,
    @Nullable String user,
    @Nullable String password,
    @Nullable Path trust) {
  private static final int SUBMISSION = 587;

  /** With TLS from the first byte (RFC 8314 section 3.3). */
  private static final int SUBMISSIONS = 465;

  /** Whether the connection is encrypted. */
  public enum Encryption {
    /** TLS from the first byte. */
    IMPLICIT,
    /** STARTTLS, and without it nothing is sent. */
    REQUIRED,
    /** STARTTLS where the server offers it. */
    OPTIONAL,
    /** Never; for a server on this machine. */
    DISABLED
  }

  static SmtpConfig read(Section section) {
    String host = section.text("host");
    Encryption encryption = encryption(section);
    int port =
        section.integer(
            "port", encryption == Encryption.IMPLICIT ? SUBMISSIONS : SUBMISSION, 1, Ports.MAX);
    String user = section.textOr("user", "");
    String password = section.textOr("password", "");
    Path trust = trust(section);
    section.close();
    if (user.isEmpty() != password.isEmpty()) {
      section.mistake(user.isEmpty() ? "user" : "password", "is missing beside its other half");
    }
    if (encryption == Encryption.OPTIONAL && !user.isEmpty()) {
      section.mistake(
          "startTls",
          "would show the password to whoever hides the server's offer of TLS; it has to be"
              + " required, or disabled where nobody can listen");
    }
    return new SmtpConfig(
        host,
        port,
        encryption,
        user.isEmpty() ? null : user,
        password.isEmpty() ? null : password,
        trust);
  }

  private static Encryption encryption(Section section) {
    boolean implicit =
        section.choice("implicitTls", "false", List.of("false", "true")).equals("true");
    String startTls =
        section.choice("startTls", "required", List.of("required", "optional", "disabled"));
    if (implicit && !startTls.equals("required")) {
      section.mistake("startTls", "has no meaning beside implicitTls; leave it out");
    }
    return implicit ? Encryption.IMPLICIT : Encryption.valueOf(startTls.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Path trust(Section section) {
    String given = section.textOr("trust", "");
    if (given.isEmpty()) {
      return null;
    }
    Path file = Path.of(given);
    try (InputStream pem = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        section.mistake("trust", "has to be a file of certificates (PEM); it holds none");
      }
    } catch (IOException | CertificateException unreadable) {
      section.mistake("trust", "has to be a file of certificates (PEM) that can be read");
    }
    return file;
  }

  /** Without the password, which does not belong into a log. */
  @Override
  public String toString() {
    return "SmtpConfig[" + host + ':' + port + ", " + encryption + ']';
  }
}
