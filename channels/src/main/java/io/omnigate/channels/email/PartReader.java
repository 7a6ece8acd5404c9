package io.omnigate.channels.email;

import io.omnigate.channels.Digests;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the leaves of one mail. Of a mail that is on disk only so much is held in memory, whatever
 * its size: text within one bound, the rest within another; what goes beyond is written beside the
 * mail. Of a mail in memory everything stays there.
 */
final class PartReader {
  /** What one text may hold; the longest page that is shown still fits. */
  private static final int TEXT = 1024 * 1024;

  private static final int TEXTS = 3 * TEXT;

  /** Of one part that is no text. */
  private static final int FILE = 64 * 1024;

  private static final int FILES = 1024 * 1024;
  private static final int CHUNK = 8 * 1024;

  private final MailBounds bounds;
  private final @Nullable Path folder;
  private int textLeft = TEXTS;
  private int filesLeft = FILES;
  private int written;

  /**
   * A reader for one mail.
   *
   * @param folder where large parts are put; null for a mail in memory
   */
  PartReader(MailBounds bounds, @Nullable Path folder) {
    this.bounds = bounds;
    this.folder = folder;
  }

  /** A leaf with its bytes, in memory or on disk. */
  MailPart read(MailHeaders headers, String mediaType, InputStream body) throws IOException {
    boolean text = new MailPart(headers, mediaType, new byte[0]).inlineText();
    Path beside = folder;
    int room = text ? Math.min(TEXT, textLeft) : Math.min(FILE, filesLeft);
    int most = beside == null ? Integer.MAX_VALUE : room;
    byte[] head = head(body, most);
    if (beside != null && text) {
      textLeft -= head.length;
    } else if (beside != null) {
      filesLeft -= head.length;
    }
    int next = head.length < most ? -1 : body.read();
    return next < 0 || beside == null
        ? new MailPart(headers, mediaType, head)
        : write(new MailPart(headers, mediaType, head), next, body, beside);
  }

  /** Reads a leaf to its end, for the bounds alone. */
  void skip(InputStream body) throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (body.read(chunk) >= 0) {
      bounds.step();
    }
  }

  private byte[] head(InputStream body, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    while (bytes.size() < most) {
      bounds.step();
      int n = body.read(chunk, 0, Math.min(CHUNK, most - bytes.size()));
      if (n < 0) {
        break;
      }
      bytes.write(chunk, 0, n);
    }
    return bytes.toByteArray();
  }

  private MailPart write(MailPart begun, int next, InputStream body, Path beside)
      throws IOException {
    Path file = beside.resolve("part-" + ++written);
    MessageDigest digest = Digests.sha256();
    byte[] chunk = new byte[CHUNK];
    long size = begun.bytes().length + 1L;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(begun.bytes());
      out.write(next);
      digest.update(begun.bytes());
      digest.update((byte) next);
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        bounds.step();
        out.write(chunk, 0, n);
        digest.update(chunk, 0, n);
        size += n;
      }
    }
    return new MailPart(
        begun.headers(),
        begun.mediaType(),
        begun.bytes(),
        new Spooled(file, size),
        Buffer.buffer(digest.digest()));
  }
}
