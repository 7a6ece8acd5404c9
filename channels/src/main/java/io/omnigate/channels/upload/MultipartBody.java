package io.omnigate.channels.upload;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.http.Body;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.Spooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads {@code multipart/form-data} (RFC 7578) from a body that is whole and bounded already. A
 * body in memory is taken apart in memory, one on disk a chunk at a time, its large files beside
 * it.
 */
public final class MultipartBody {
  /** The media type of such a body. */
  public static final String MEDIA_TYPE = "multipart/form-data";

  private static final int MAX_PARTS = 50;
  private static final int CHUNK = 64 * 1024;

  /** What the decoder may hold of a body before it has made something of it. */
  private static final int UNDECODED = 1024 * 1024;

  private MultipartBody() {}

  /** Takes the parts of a body, in their order. What it throws ends the reading. */
  public interface Parts {
    /** A field. */
    void field(String name, String value);

    /** A field that is longer than 1 MiB, and was not even read. */
    void tooLong(String name);

    /**
     * A file.
     *
     * @param field the name of its field
     */
    void file(String field, Attachment file);
  }

  /**
   * Reads the request's body.
   *
   * @throws Failure {@code BAD_REQUEST} where the body is not well-formed, {@code INVALID} where it
   *     has too many parts
   * @throws UncheckedIOException where the disk has trouble
   */
  public static void read(ChannelRequest request, Parts parts) {
    DefaultHttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, request.header("Content-Type").orElse(""));
    DefaultHttpRequest head =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", headers);
    DefaultHttpDataFactory factory = factory(request.whole());
    try {
      HttpPostMultipartRequestDecoder decoder =
          new HttpPostMultipartRequestDecoder(
              factory, head, StandardCharsets.UTF_8, MAX_PARTS, UNDECODED);
      try {
        feed(decoder, request.whole());
        give(decoder, request.whole(), parts);
      } finally {
        decoder.destroy();
      }
    } catch (HttpPostRequestDecoder.TooManyFormFieldsException tooMany) {
      throw tooManyFiles("a form has at most " + MAX_PARTS + " parts");
    } catch (Failure rule) {
      throw rule;
    } catch (IOException | RuntimeException broken) {
      throw trouble(request.whole(), broken);
    }
  }

  /**
   * Over a body on disk it is the disk that has trouble, for which the sender is not at fault; the
   * decoder wraps it. A charset that nobody knows is of the sort too, and is the sender's.
   */
  private static RuntimeException trouble(Body body, Exception broken) {
    Throwable cause =
        broken instanceof HttpPostRequestDecoder.ErrorDataDecoderException
            ? broken.getCause()
            : broken;
    return body.spooled() != null
            && cause instanceof IOException lost
            && !(lost instanceof UnsupportedEncodingException)
        ? new UncheckedIOException(lost)
        : malformed();
  }

  /** On disk only what is on disk already, in the folder that goes with the request. */
  private static DefaultHttpDataFactory factory(Body body) {
    Spooled spooled = body.spooled();
    if (spooled == null) {
      return new DefaultHttpDataFactory(false, StandardCharsets.UTF_8);
    }
    DefaultHttpDataFactory factory = new DefaultHttpDataFactory(CHUNK, StandardCharsets.UTF_8);
    factory.setBaseDir(String.valueOf(spooled.file().getParent()));
    factory.setDeleteOnExit(false);
    return factory;
  }

  private static void feed(HttpPostMultipartRequestDecoder decoder, Body body) throws IOException {
    try (InputStream in = body.open()) {
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        decoder.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(Arrays.copyOf(chunk, n))));
      }
    }
    decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private static void give(HttpPostMultipartRequestDecoder decoder, Body body, Parts to)
      throws IOException {
    int files = 0;
    for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
      if (part instanceof Attribute field && field.length() > UNDECODED) {
        to.tooLong(field.getName());
      } else if (part instanceof Attribute field) {
        to.field(field.getName(), field.getValue());
      } else if (part instanceof FileUpload file && chosen(file)) {
        to.file(file.getName(), UploadedFile.of(file, body, ++files));
      }
    }
  }

  /** A body that is not in the encoding that its media type names. */
  public static Failure malformed() {
    return new Failure(
        Failure.Kind.BAD_REQUEST, "malformed-body", "the body is not a well-formed form");
  }

  /** More files, or parts, than may be sent at once. */
  public static Failure tooManyFiles(String detail) {
    return new Failure(Failure.Kind.INVALID, "too-many-files", detail, Map.of("field", "files"));
  }

  /** A browser sends an empty part for a file field that was left alone. */
  private static boolean chosen(FileUpload file) {
    return file.length() > 0 || !file.getFilename().isBlank();
  }
}
