package io.omnigate.channels.upload;

import io.netty.handler.codec.http.multipart.FileUpload;
import io.omnigate.channels.Texts;
import io.omnigate.channels.http.Body;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** A file taken out of a form. */
final class UploadedFile {
  private static final int CHUNK = 64 * 1024;

  private UploadedFile() {}

  /**
   * The file, in memory or beside the body that it was taken out of.
   *
   * @param number of the file within its form, from 1 on
   */
  static Attachment of(FileUpload file, Body body, int number) throws IOException {
    String type = file.getContentType() == null ? "" : file.getContentType();
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean plain = bare.matches("[a-z0-9!#$&^_.+-]{1,50}/[a-z0-9!#$&^_.+-]{1,80}");
    String name = Texts.fileName(file.getFilename(), "attachment-" + number);
    String mediaType = plain ? bare : "application/octet-stream";
    Spooled spooled = body.spooled();
    if (spooled == null || file.isInMemory()) {
      Buffer bytes = Buffer.buffer(file.get());
      return new Attachment(name, mediaType, bytes, null);
    }
    Path own = spooled.file().resolveSibling("file-" + number);
    if (!file.renameTo(own.toFile())) {
      throw new IOException("a file cannot be kept beside its body");
    }
    Spooled kept = new Spooled(own, Files.size(own));
    return new Attachment(name, mediaType, Buffer.buffer(), null, sha256(own), kept);
  }

  private static Buffer sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return Buffer.buffer(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
