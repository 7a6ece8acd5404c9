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

/**
 * The files of an answer.
 *
 * @param attachments those that came with it, out of their Base64; at most 10 MiB together
 * @param uploads the ids of those that were sent ahead
 */
record ReplyFiles(List<Attachment> attachments, List<String> uploads) {
  private static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final String UPLOAD = "upload";
  private static final List<String> WHOLE = List.of("name", "mediaType", "content");

  /** The files of the field {@code attachments}. */
  static ReplyFiles of(JsonArray files) {
    List<Attachment> attachments = new ArrayList<>();
    List<String> uploads = new ArrayList<>();
    int total = 0;
    for (int i = 0; i < files.size(); i++) {
      JsonObject file = files.getJsonObject(i);
      String field = "attachments/" + i;
      if (file.containsKey(UPLOAD)) {
        uploads.add(upload(field, file));
        continue;
      }
      Attachment attachment = attachment(field, file);
      total += attachment.bytes().length();
      if (total > MAX_BYTES) {
        throw new Failure(
            Failure.Kind.TOO_LARGE,
            "attachments-too-large",
            "the files are larger than 10 MiB together; upload them first, see /docs",
            Map.of("field", "attachments", "limit", MAX_BYTES));
      }
      attachments.add(attachment);
    }
    return new ReplyFiles(attachments, uploads);
  }

  private static String upload(String field, JsonObject file) {
    if (file.size() > 1) {
      throw Failure.invalid(
          field, field + ": an upload has its name and type already; give its id alone");
    }
    return file.getString(UPLOAD);
  }

  private static Attachment attachment(String field, JsonObject file) {
    for (String member : WHOLE) {
      if (!file.containsKey(member)) {
        throw new Failure(
            Failure.Kind.INVALID,
            "missing-field",
            field + '/' + member + " is missing; give it, or the id of an upload",
            Map.of("field", field + '/' + member));
      }
    }
    return new Attachment(
        Texts.fileName(file.getString("name"), "file"),
        file.getString("mediaType"),
        bytes(field + "/content", file.getString("content")),
        null);
  }

  private static Buffer bytes(String field, String base64) {
    try {
      return Buffer.buffer(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      throw Failure.invalid(field, field + ": it is not Base64; encode the bytes (RFC 4648)");
    }
  }
}
