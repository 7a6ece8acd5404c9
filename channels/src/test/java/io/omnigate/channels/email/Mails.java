package io.omnigate.channels.email;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Mails to try the channel on. */
public final class Mails {
  private Mails() {}

  /** A fixture of our own. */
  public static byte[] fixture(String name) {
    try (InputStream in = Mails.class.getResourceAsStream("/mail/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Headers, a blank line and a body. */
  public static Buffer of(String headers, String body) {
    return Buffer.buffer((headers.strip() + "\n\n" + body).replace("\n", "\r\n"));
  }

  /** {@code levels} messages, each within the one before. */
  static byte[] nestedMessages(int levels) {
    StringBuilder mail = new StringBuilder("From: a@example.com\r\nSubject: russian doll\r\n");
    mail.append("Content-Type: message/rfc822\r\n\r\n".repeat(levels)).append("\r\nthe end\r\n");
    return mail.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code levels} multiparts, each within the one before. */
  public static byte[] nestedMultiparts(int levels) {
    StringBuilder mail = new StringBuilder("From: a@example.com\r\nSubject: onion\r\n");
    for (int i = 0; i < levels; i++) {
      String boundary = "b" + i;
      mail.append("Content-Type: multipart/mixed; boundary=").append(boundary).append("\r\n\r\n--");
      mail.append(boundary).append("\r\n");
    }
    return mail.append("\r\nthe core\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** One multipart with {@code parts} parts. */
  static byte[] manyParts(int parts) {
    return ("From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n\r\nx\r\n".repeat(parts)
            + "--b--\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The folder of sample mails beside the repository; it may be absent. */
  static Path samples() {
    return Path.of(System.getProperty("user.dir")).resolve("../../shared/samples/mail").normalize();
  }

  /** The sample mails, in the order of their names. */
  static List<Path> sampleFiles() {
    try (Stream<Path> files = Files.list(samples())) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
