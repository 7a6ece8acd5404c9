package io.omnigate.channels.email;

import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the MIME tree, its transfer encoding undone.
 *
 * @param mediaType in lower case, such as {@code text/plain}
 * @param bytes of a spooled part only the first
 * @param spooled where the whole is, if it is too large for the memory; else null
 * @param sha256 of a spooled part; else null
 */
record MailPart(
    MailHeaders headers,
    String mediaType,
    byte[] bytes,
    @Nullable Spooled spooled,
    @Nullable Buffer sha256)
    implements MailNode {

  /** A part in memory. */
  MailPart(MailHeaders headers, String mediaType, byte[] bytes) {
    this(headers, mediaType, bytes, null, null);
  }

  @Override
  public Stream<MailPart> leaves() {
    return Stream.of(this);
  }

  /** In bytes. */
  long size() {
    return spooled == null ? bytes.length : spooled.size();
  }

  /** The bytes from the first to the last; to be closed. */
  InputStream open() throws IOException {
    return spooled == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(spooled.file());
  }

  /** The Content-Type with its parameters. */
  HeaderValue contentType() {
    return HeaderValue.parse(headers.first("content-type"));
  }

  /** The Content-Disposition with its parameters. */
  HeaderValue disposition() {
    return HeaderValue.parse(headers.first("content-disposition"));
  }

  /** The file's name as the sender gave it; empty where there is none. */
  String fileName() {
    String name = disposition().parameter("filename");
    return name.isBlank() ? contentType().parameter("name") : name;
  }

  /** Whether it is meant to be read in its place rather than to be kept as a file. */
  boolean inlineText() {
    return mediaType.startsWith("text/")
        && !disposition().value().equals("attachment")
        && fileName().isBlank();
  }

  /** Its bytes as text, in the charset it names; of a spooled part only the first. */
  String text() {
    return MailCharsets.decode(bytes, contentType().parameter("charset"));
  }

  /** Whether it is a whole mail. */
  boolean isMessage() {
    return isMessage(mediaType);
  }

  /** Whether a part of the type is a whole mail. */
  static boolean isMessage(String mediaType) {
    return mediaType.equals("message/rfc822") || mediaType.equals("message/global");
  }

  /** The media type, or the one for unknown bytes where it is not of the form {@code a/b}. */
  String safeMediaType() {
    boolean plain =
        mediaType.length() <= 100 && mediaType.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");
    return plain ? mediaType.toLowerCase(Locale.ROOT) : "application/octet-stream";
  }
}
