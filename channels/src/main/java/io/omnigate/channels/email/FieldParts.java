package io.omnigate.channels.email;

import io.omnigate.channels.Digests;
import io.omnigate.channels.email.HandedMail.Fields;
import io.omnigate.channels.email.HandedMail.File;
import io.omnigate.channels.email.HandedMail.Text;
import io.omnigate.channels.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Makes of a mail that a relay took apart what the parser makes of a whole one. */
final class FieldParts {
  /** What of a file on disk is looked at: a report that a mail came back, a mail's headers. */
  private static final int HEAD = 64 * 1024;

  /** Of all files on disk together. */
  private static final int HEADS = 1024 * 1024;

  private static final String LABEL = "[A-Za-z0-9._:-]{1,40}";

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
  static MailNode tree(Fields mail, MailBounds bounds) throws IOException {
    List<MailNode> written = new ArrayList<>();
    addWritten(written, "text/plain", mail.text());
    addWritten(written, "text/html", mail.html());
    List<MailNode> parts = new ArrayList<>();
    parts.add(new MailNode.Multipart(true, written));
    int left = HEADS;
    for (File file : mail.files()) {
      bounds.part();
      MailPart part = file(file, Math.min(HEAD, left));
      left -= part.spooled() == null ? 0 : part.bytes().length;
      parts.add(part);
    }
    return new MailNode.Multipart(false, parts);
  }

  /**
   * The same mail gives the same digest when it is posted again, whatever the form's boundary or
   * its token is then.
   */
  static String digest(Fields mail) {
    MessageDigest digest = Digests.sha256();
    mail.headers().forEach(each -> add(digest, each.name(), each.value()));
    try {
      add(digest, mail.text(), mail.text().words());
      String page = mail.html().words();
      add(digest, mail.html(), page.isBlank() ? "" : page);
      for (File file : mail.files()) {
        add(digest, file.name(), file.mediaType());
        add(digest, file.content());
      }
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addWritten(List<MailNode> parts, String type, Text text) throws IOException {
    String words = text.words();
    if (!text.isLong() && words.isBlank()) {
      return;
    }
    MailHeaders headers = new MailHeaders();
    if (text.isLong()) {
      String label = text.charset().matches(LABEL) ? "; charset=" + text.charset() : "";
      headers.add("content-type", type + label);
      parts.add(part(headers, type, text.content(), Text.LONG));
    } else {
      headers.add("content-type", type + "; charset=utf-8");
      parts.add(new MailPart(headers, type, words.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static MailPart file(File file, int head) throws IOException {
    MailHeaders headers = new MailHeaders();
    headers.add("content-disposition", "attachment; filename*=utf-8''" + percent(file.name()));
    if (!file.contentId().isBlank()) {
      headers.add("content-id", file.contentId());
    }
    String type = file.mediaType().isBlank() ? "application/octet-stream" : file.mediaType();
    return part(headers, type.toLowerCase(Locale.ROOT), file.content(), head);
  }

  private static MailPart part(MailHeaders headers, String type, Body content, int head)
      throws IOException {
    return content.spooled() == null
        ? new MailPart(headers, type, content.bytes().getBytes())
        : new MailPart(headers, type, content.head(head), content.spooled(), content.sha256());
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

  /** The words, so that a label alone makes no other mail; of a long text the bytes. */
  private static void add(MessageDigest digest, Text text, String words) throws IOException {
    if (text.isLong()) {
      add(digest, text.content());
    } else {
      add(digest, words.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    addLength(digest, bytes.length);
    digest.update(bytes);
  }

  private static void add(MessageDigest digest, Body content) throws IOException {
    addLength(digest, content.size());
    try (InputStream in = content.open()) {
      Digests.add(in, digest::update);
    }
  }

  /** Before the bytes, so that no two lists of texts give the same. */
  private static void addLength(MessageDigest digest, long length) {
    digest.update((length + ":").getBytes(StandardCharsets.US_ASCII));
  }
}
