package io.omnigate.channels.chat;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.http.FormBody;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a page posts: a message as JSON, or as a form with files.
 *
 * @param multipart whether it was a form, whose bytes differ each time it is sent
 */
record ChatPost(ChatMessage message, List<Attachment> files, boolean multipart) {
  /** The largest message without files, in bytes. */
  static final int MAX_JSON = 256 * 1024;

  /** How many files one message can have. */
  static final int MAX_FILES = 5;

  private static final String MULTIPART = "multipart/form-data";
  private static final String FILE_FIELD = "files";
  private static final String TYPE = "[a-z0-9!#$&^_.+-]{1,50}/[a-z0-9!#$&^_.+-]{1,80}";

  /**
   * Reads the body.
   *
   * @throws Failure {@code BAD_REQUEST} where it cannot be read, {@code TOO_LARGE}, {@code INVALID}
   *     naming the field
   */
  static ChatPost read(ChannelRequest request, FileLimits limits) {
    if (request.mediaType().equals(MULTIPART)) {
      return form(request, limits);
    }
    if (request.body().length() > MAX_JSON) {
      throw new Failure(
          Failure.Kind.TOO_LARGE,
          "body-too-large",
          "a message without files has at most " + MAX_JSON + " bytes; send less",
          Map.of("limit", MAX_JSON));
    }
    return new ChatPost(ChatMessage.read(JsonBody.object(request.body()), false), List.of(), false);
  }

  /** What the thread says: the words, or else the names of the files. */
  String text() {
    return message.text().isEmpty()
        ? files.stream().map(file -> '[' + file.name() + ']').collect(Collectors.joining(" "))
        : Texts.body(message.text());
  }

  private static ChatPost form(ChannelRequest request, FileLimits limits) {
    FormBody body = FormBody.read(request.body(), request.header("Content-Type").orElse(""));
    if (!body.whole()) {
      throw new Failure(
          Failure.Kind.BAD_REQUEST, "malformed-body", "the form has far too many parts");
    }
    JsonObject fields = new JsonObject();
    List<Attachment> files = new ArrayList<>();
    for (FormBody.Part part : body.parts()) {
      if (part.fileName().isEmpty()) {
        field(fields, part);
      } else if (!part.name().equals(FILE_FIELD)) {
        throw Failure.invalid(FILE_FIELD, "files belong into the field " + FILE_FIELD);
      } else if (files.size() == MAX_FILES) {
        throw Failure.invalid(FILE_FIELD, "at most " + MAX_FILES + " files go with one message");
      } else {
        files.add(file(part, files.size() + 1, limits));
      }
    }
    return new ChatPost(ChatMessage.read(fields, !files.isEmpty()), List.copyOf(files), true);
  }

  private static void field(JsonObject fields, FormBody.Part part) {
    if (fields.containsKey(part.name())) {
      String shown = Texts.line(part.name(), 50);
      throw Failure.invalid(shown, shown + " is given twice");
    }
    fields.put(part.name(), part.text());
  }

  private static Attachment file(FormBody.Part part, int number, FileLimits limits) {
    String name = Texts.fileName(part.fileName().orElse(""), "attachment-" + number);
    String type = part.mediaType().matches(TYPE) ? part.mediaType() : "application/octet-stream";
    limits.require(name, type, part.bytes().length());
    return new Attachment(name, type, part.bytes(), null);
  }
}
