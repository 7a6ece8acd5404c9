package io.omnigate.core.intake;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A file that came with a message.
 *
 * @param name data only, never part of a path; bounded by the channel
 * @param contentId the Content-ID without angle brackets, for pictures shown inside the HTML
 */
public record Attachment(String name, String mediaType, Buffer bytes, @Nullable String contentId) {}
