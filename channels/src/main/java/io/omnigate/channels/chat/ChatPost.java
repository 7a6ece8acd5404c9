package io.omnigate.channels.chat;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.upload.FormBody;
import io.omnigate.channels.upload.MultipartBody;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private static final String FILE_FIELD = "files";

  /**
   * Reads the body.
   *
   * @throws Failure {@code BAD_REQUEST} where it cannot be read, {@code TOO_LARGE}, {@code INVALID}
   *     naming the field
   * @throws UncheckedIOException where the disk has trouble on which a large body lies
   */
  static ChatPost read(ChannelRequest request, FileLimits limits) {
    if (!request.mediaType().equals(MultipartBody.MEDIA_TYPE)) {
      return new ChatPost(
          ChatMessage.read(JsonBody.object(json(request)), false), List.of(), false);
    }
    Form form = new Form(limits);
    MultipartBody.read(request, FormBody.MAX_PARTS).requireWhole(MAX_FILES).give(form);
    return form.post();
  }

  /** What the thread says: the words, or else the names of the files. */
  String text() {
    return message.text().isEmpty()
        ? files.stream().map(file -> '[' + file.name() + ']').collect(Collectors.joining(" "))
        : Texts.body(message.text());
  }

  private static Buffer json(ChannelRequest request) {
    if (request.whole().size() > MAX_JSON) {
      throw new Failure(
          Failure.Kind.TOO_LARGE,
          "body-too-large",
          "a message without files has at most " + MAX_JSON + " bytes; send less",
          Map.of("limit", MAX_JSON));
    }
    try {
      return request.whole().read();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /** What comes as a form. */
  private static final class Form implements FormBody.Parts {
    private final JsonObject fields = new JsonObject();
    private final List<Attachment> files = new ArrayList<>();
    private final FileLimits limits;

    private Form(FileLimits limits) {
      this.limits = limits;
    }

    @Override
    public void field(String name, String value) {
      if (fields.containsKey(name)) {
        String shown = Texts.line(name, 50);
        throw Failure.invalid(shown, shown + " is given twice");
      }
      fields.put(name, value);
    }

    @Override
    public void tooLong(String name) {
      String shown = Texts.line(name, 50);
      throw Failure.invalid(shown, shown + " is far too long");
    }

    @Override
    public void file(String field, Attachment file) {
      if (!field.equals(FILE_FIELD)) {
        throw Failure.invalid(FILE_FIELD, "files belong into the field " + FILE_FIELD);
      }
      if (files.size() == MAX_FILES) {
        throw Failure.invalid(FILE_FIELD, "at most " + MAX_FILES + " files go with one message");
      }
      limits.require(file.name(), file.mediaType(), file.size());
      files.add(file);
    }

    private ChatPost post() {
      ChatMessage message = ChatMessage.read(fields, !files.isEmpty());
      return new ChatPost(message, List.copyOf(files), true);
    }
  }
}
