package io.omnigate.channels.form;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.Texts;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code multipart/form-data} (RFC 7578) from a body that is whole and bounded already: in
 * memory, never through the file system.
 */
final class MultipartForm {
  private static final int MAX_PARTS = 50;
  private static final int MAX_FILES = 10;

  private MultipartForm() {}

  /** The fields and files in the request's body; wrong where {@code limits} forbid a file. */
  static FormPost read(ChannelRequest request, FileLimits limits) {
    byte[] body = request.body().getBytes();
    DefaultHttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, request.header("Content-Type").orElse(""));
    DefaultFullHttpRequest whole =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            "/",
            Unpooled.wrappedBuffer(body),
            headers,
            new DefaultHttpHeaders());
    DefaultHttpDataFactory inMemory = new DefaultHttpDataFactory(false, StandardCharsets.UTF_8);
    try {
      HttpPostMultipartRequestDecoder decoder =
          new HttpPostMultipartRequestDecoder(
              inMemory, whole, StandardCharsets.UTF_8, MAX_PARTS, body.length + 1);
      try {
        return post(decoder, limits);
      } finally {
        decoder.destroy();
      }
    } catch (HttpPostRequestDecoder.TooManyFormFieldsException tooMany) {
      throw tooMany("a form has at most " + MAX_PARTS + " parts");
    } catch (Failure rule) {
      throw rule;
    } catch (IOException | RuntimeException broken) {
      throw FormReader.malformed();
    }
  }

  private static FormPost post(HttpPostMultipartRequestDecoder decoder, FileLimits limits)
      throws IOException {
    FormPost.Builder post = new FormPost.Builder();
    List<Attachment> files = new ArrayList<>();
    for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
      if (part instanceof Attribute field) {
        post.add(field.getName(), field.getValue());
      } else if (part instanceof FileUpload file && chosen(file)) {
        Attachment attachment = attachment(file, files.size() + 1);
        limits
            .refusal(attachment.name(), attachment.mediaType(), file.length())
            .ifPresent(post::wrong);
        files.add(attachment);
      }
    }
    if (files.size() > MAX_FILES) {
      post.wrong(tooMany("at most " + MAX_FILES + " files may be sent at once"));
    }
    return post.with(files);
  }

  private static Failure tooMany(String detail) {
    return new Failure(Failure.Kind.INVALID, "too-many-files", detail, Map.of("field", "files"));
  }

  /** A browser sends an empty part for a file field that was left alone. */
  private static boolean chosen(FileUpload file) {
    return file.length() > 0 || !file.getFilename().isBlank();
  }

  private static Attachment attachment(FileUpload file, int number) throws IOException {
    String type = file.getContentType() == null ? "" : file.getContentType();
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean plain = bare.matches("[a-z0-9!#$&^_.+-]{1,50}/[a-z0-9!#$&^_.+-]{1,80}");
    String name = Texts.fileName(file.getFilename(), "attachment-" + number);
    String mediaType = plain ? bare : "application/octet-stream";
    return new Attachment(name, mediaType, Buffer.buffer(file.get()), null);
  }
}
