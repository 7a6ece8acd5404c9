package io.omnigate.channels.upload;

import io.omnigate.channels.Texts;
import io.omnigate.channels.http.Body;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.buffer.Buffer;

/** A file taken out of a form. */
final class UploadedFile {
  private UploadedFile() {}

  /**
   * The file, in memory or beside the body that it was taken out of.
   *
   * @param number of the file within its form, from 1 on
   */
  static Attachment of(FormPart part, int number) {
    boolean plain = part.mediaType().matches("[a-z0-9!#$&^_.+-]{1,50}/[a-z0-9!#$&^_.+-]{1,80}");
    String name = Texts.fileName(part.fileName().orElse(""), "attachment-" + number);
    String mediaType = plain ? part.mediaType() : "application/octet-stream";
    Body content = part.content();
    Buffer hash = content.sha256();
    return hash == null
        ? new Attachment(name, mediaType, content.bytes(), null)
        : new Attachment(name, mediaType, Buffer.buffer(), null, hash, content.spooled());
  }
}
