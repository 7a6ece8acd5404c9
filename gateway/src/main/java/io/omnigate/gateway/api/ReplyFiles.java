package io.omnigate.gateway.api;

import io.omnigate.channels.Texts;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The files of an answer, out of their Base64. */
final class ReplyFiles {
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  private ReplyFiles() {}

  /** The files of the field {@code attachments}; at most 10 MiB together. */
  static List<Attachment> of(JsonArray files) {
    List<Attachment> attachments = new ArrayList<>();
    int total = 0;
    for (int i = 0; i < files.size(); i++) {
      JsonObject file = files.getJsonObject(i);
      Buffer bytes = bytes("attachments/" + i + "/content", file.getString("content"));
      total += bytes.length();
      if (total > MAX_BYTES) {
        throw new Failure(
            Failure.Kind.TOO_LARGE,
            "attachments-too-large",
            "the files are larger than 10 MiB together; send fewer",
            Map.of("field", "attachments", "limit", MAX_BYTES));
      }
      attachments.add(
          new Attachment(
              Texts.fileName(file.getString("name"), "file"),
              file.getString("mediaType"),
              bytes,
              null));
    }
    return attachments;
  }

  private static Buffer bytes(String field, String base64) {
    try {
      return Buffer.buffer(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      throw Failure.invalid(field, field + ": it is not Base64; encode the bytes (RFC 4648)");
    }
  }
}
