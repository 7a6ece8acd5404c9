package io.omnigate.core.intake;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A file that came with a message.
 *
 * @param name data only, never part of a path; bounded by the channel
 * @param bytes empty where they are spooled
 * @param contentId the Content-ID without angle brackets, for pictures shown inside the HTML
 * @param sha256 of the bytes, under which they are stored once
 * @param spooled where they are, if they are too many for the memory; else null
 */
public record Attachment(
    String name,
    String mediaType,
    Buffer bytes,
    @Nullable String contentId,
    Buffer sha256,
    @Nullable Spooled spooled) {

  /** A file in memory whose hash is known. */
  public Attachment(
      String name, String mediaType, Buffer bytes, @Nullable String contentId, Buffer sha256) {
    this(name, mediaType, bytes, contentId, sha256, null);
  }

  /** Takes the hash at once: where a large file is taken apart, and not where it is stored. */
  public Attachment(String name, String mediaType, Buffer bytes, @Nullable String contentId) {
    this(name, mediaType, bytes, contentId, RawPayload.sha256(bytes));
  }

  /** In bytes. */
  public long size() {
    return spooled == null ? bytes.length() : spooled.size();
  }
}
