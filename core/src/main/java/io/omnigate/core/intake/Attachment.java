package io.omnigate.core.intake;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A file that came with a message.
 *
 * @param name data only, never part of a path; bounded by the channel
 * @param contentId the Content-ID without angle brackets, for pictures shown inside the HTML
 * @param sha256 of {@code bytes}, under which they are stored once
 */
public record Attachment(
    String name, String mediaType, Buffer bytes, @Nullable String contentId, Buffer sha256) {

  /** Takes the hash at once: where a large file is taken apart, and not where it is stored. */
  public Attachment(String name, String mediaType, Buffer bytes, @Nullable String contentId) {
    this(name, mediaType, bytes, contentId, RawPayload.sha256(bytes));
  }
}
