package io.omnigate.channels.email;

import io.omnigate.channels.email.HandedMail.Fields;
import io.omnigate.channels.email.HandedMail.File;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Makes of a mail that a relay took apart what the parser makes of a whole one. */
final class FieldParts {
  private FieldParts() {}

  /** The mail's own headers. */
  static MailHeaders headers(Fields mail, MailBounds bounds) {
    MailHeaders headers = new MailHeaders();
    bounds.part();
    for (HandedMail.Header each : mail.headers()) {
      bounds.header(each.name().length() + each.value().length());
      headers.add(each.name(), each.value());
    }
    return headers;
  }

  /** The text, the page and the files as leaves of one MIME tree. */
  static List<MailPart> parts(Fields mail, MailBounds bounds) {
    List<MailPart> parts = new ArrayList<>();
    if (!mail.text().isBlank()) {
      parts.add(written("text/plain", mail.text()));
    }
    if (mail.html() != null && !mail.html().isBlank()) {
      parts.add(written("text/html", mail.html()));
    }
    for (File file : mail.files()) {
      bounds.part();
      parts.add(file(file));
    }
    return parts;
  }

  /**
   * The same mail gives the same digest when it is posted again, whatever the form's boundary or
   * its token is then.
   */
  static String digest(Fields mail) {
    MessageDigest digest = sha256();
    mail.headers().forEach(each -> add(digest, each.name(), each.value()));
    add(digest, mail.text(), mail.html() == null ? "" : mail.html());
    for (File file : mail.files()) {
      add(digest, file.name(), file.mediaType());
      add(digest, file.bytes().getBytes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MailPart written(String type, String text) {
    MailHeaders headers = new MailHeaders();
    headers.add("content-type", type + "; charset=utf-8");
    return new MailPart(headers, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static MailPart file(File file) {
    MailHeaders headers = new MailHeaders();
    headers.add("content-disposition", "attachment; filename*=utf-8''" + percent(file.name()));
    if (!file.contentId().isBlank()) {
      headers.add("content-id", file.contentId());
    }
    String type = file.mediaType().isBlank() ? "application/octet-stream" : file.mediaType();
    return new MailPart(headers, type.toLowerCase(Locale.ROOT), file.bytes().getBytes());
  }

  /** As RFC 2231 writes a name, every byte escaped. */
  private static String percent(String name) {
    StringBuilder text = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      text.append('%').append(HexFormat.of().toHexDigits(each));
    }
    return text.toString();
  }

  private static void add(MessageDigest digest, String one, String two) {
    add(digest, one.getBytes(StandardCharsets.UTF_8));
    add(digest, two.getBytes(StandardCharsets.UTF_8));
  }

  /** The length first, so that no two lists of texts give the same bytes. */
  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
