package io.omnigate.channels.email;

import java.util.Locale;

/**
 * A leaf of the MIME tree, its transfer encoding undone.
 *
 * @param mediaType in lower case, such as {@code text/plain}
 */
record MailPart(MailHeaders headers, String mediaType, byte[] bytes) {

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

  /** Its bytes as text, in the charset it names. */
  String text() {
    return MailCharsets.decode(bytes, contentType().parameter("charset"));
  }

  /** Whether it is a whole mail. */
  boolean isMessage() {
    return mediaType.equals("message/rfc822") || mediaType.equals("message/global");
  }

  /** The media type, or the one for unknown bytes where it is not of the form {@code a/b}. */
  String safeMediaType() {
    boolean plain =
        mediaType.length() <= 100 && mediaType.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");
    return plain ? mediaType.toLowerCase(Locale.ROOT) : "application/octet-stream";
  }
}
