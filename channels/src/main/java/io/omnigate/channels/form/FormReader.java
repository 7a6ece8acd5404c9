package io.omnigate.channels.form;

import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.JsonBody;
import io.omnigate.channels.Texts;
import io.omnigate.channels.upload.FormBody;
import io.omnigate.channels.upload.MultipartBody;
import io.omnigate.channels.upload.UrlEncodedBody;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Reads a form's body in any of the three encodings that pages and programs post. */
final class FormReader {
  /** The encoding that carries files. */
  static final String MULTIPART = MultipartBody.MEDIA_TYPE;

  private static final int MAX_TEXT = 2 * 1024 * 1024;

  private FormReader() {}

  /**
   * The post in the request's body, with the first rule that it breaks.
   *
   * @throws Failure {@code UNSUPPORTED_TYPE} for another encoding, {@code BAD_REQUEST} where the
   *     body is not what it says to be
   * @throws UncheckedIOException where the disk has trouble on which a large body lies
   */
  static FormPost read(ChannelRequest request, FileLimits limits) {
    return switch (request.mediaType()) {
      case UrlEncodedBody.MEDIA_TYPE -> {
        requireNoFiles(request);
        yield form(request, limits);
      }
      case MULTIPART -> form(request, limits);
      case "application/json" -> json(request);
      default ->
          throw new Failure(
              Failure.Kind.UNSUPPORTED_TYPE,
              "unsupported-media-type",
              "send application/x-www-form-urlencoded, multipart/form-data or application/json");
    };
  }

  private static FormPost form(ChannelRequest request, FileLimits limits) {
    FormBody form = FormBody.read(request, FormBody.MAX_PARTS);
    return PostedForm.read(form.requireWhole(PostedForm.MAX_FILES), limits);
  }

  private static FormPost json(ChannelRequest request) {
    FormPost.Builder post = new FormPost.Builder();
    JsonObject body = JsonBody.object(bytes(request));
    for (String name : body.fieldNames()) {
      Object value = body.getValue(name);
      if (value == null || value instanceof String) {
        post.add(name, value == null ? "" : (String) value);
      } else {
        String shown = Texts.line(name, 50);
        post.wrong(Failure.invalid(shown, shown + " has to be a text"));
      }
    }
    return post.with(List.of());
  }

  private static Buffer bytes(ChannelRequest request) {
    requireNoFiles(request);
    try {
      return request.whole().read();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /** What is larger has more than fields in it, and these encodings carry no files. */
  private static void requireNoFiles(ChannelRequest request) {
    if (request.whole().size() > MAX_TEXT) {
      throw new Failure(
          Failure.Kind.TOO_LARGE,
          "body-too-large",
          "without files a form has at most " + MAX_TEXT + " bytes",
          Map.of("limit", MAX_TEXT));
    }
  }
}
