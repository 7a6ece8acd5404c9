package io.omnigate.channels.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A posted form, {@code multipart/form-data} (RFC 7578) or {@code
 * application/x-www-form-urlencoded}, whole and in memory. Values are bytes: a mail inside a form
 * is in no charset.
 *
 * @param whole false where there were more parts than are read, or it broke off among them
 */
public record FormBody(List<Part> parts, boolean whole) {
  private static final int MAX_PARTS = 1_000;

  /**
   * A field or a file.
   *
   * @param fileName of a file, as its sender gave it
   * @param mediaType of a file, in lower case and without parameters; may be empty
   */
  public record Part(String name, Optional<String> fileName, String mediaType, Buffer bytes) {
    /** The value as UTF-8. */
    public String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads a body, of its parts only the first thousand and those before it breaks off.
   *
   * @param contentType the header's whole text, with the boundary
   * @throws Failure {@code UNSUPPORTED_TYPE} for any other encoding, {@code BAD_REQUEST} where the
   *     body is not well-formed
   */
  public static FormBody read(Buffer body, String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    try {
      return switch (type) {
        case "multipart/form-data" -> multipart(body, contentType);
        case "application/x-www-form-urlencoded" -> urlEncoded(body);
        default ->
            throw new Failure(
                Failure.Kind.UNSUPPORTED_TYPE,
                "unsupported-media-type",
                "send multipart/form-data or application/x-www-form-urlencoded");
      };
    } catch (Failure known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      throw new Failure(
          Failure.Kind.BAD_REQUEST, "malformed-body", "the body is not a well-formed form");
    }
  }

  /** The first part of the name. */
  public Optional<Part> first(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** The value of the only part of the name; empty where it is missing or given twice. */
  public Optional<String> only(String name) {
    List<Part> found = parts.stream().filter(part -> part.name().equals(name)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst().text()) : Optional.empty();
  }

  /** The value of the first part of the name; an empty text where there is none. */
  public String text(String name) {
    return first(name).map(Part::text).orElse("");
  }

  private static FormBody multipart(Buffer body, String contentType) throws IOException {
    byte[] bytes = body.getBytes();
    DefaultHttpRequest head =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            "/",
            new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, contentType));
    DefaultHttpDataFactory inMemory = new DefaultHttpDataFactory(false, StandardCharsets.UTF_8);
    HttpPostMultipartRequestDecoder decoder =
        new HttpPostMultipartRequestDecoder(
            inMemory, head, StandardCharsets.UTF_8, MAX_PARTS, bytes.length + 1);
    try {
      boolean whole = offer(decoder, bytes);
      List<Part> parts = new ArrayList<>();
      for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
        if (part instanceof HttpData data) {
          parts.add(part(data));
        }
      }
      return new FormBody(List.copyOf(parts), whole);
    } finally {
      decoder.destroy();
    }
  }

  /** False where not all of it could be read; what could is in the decoder then. */
  private static boolean offer(HttpPostMultipartRequestDecoder decoder, byte[] bytes) {
    try {
      decoder.offer(new DefaultLastHttpContent(Unpooled.wrappedBuffer(bytes)));
      return decoder.currentPartialHttpData() == null;
    } catch (HttpPostRequestDecoder.TooManyFormFieldsException
        | HttpPostRequestDecoder.ErrorDataDecoderException tooManyOrBroken) {
      return false;
    }
  }

  private static Part part(HttpData data) throws IOException {
    Buffer bytes = Buffer.buffer(data.get());
    if (!(data instanceof FileUpload file)) {
      return new Part(data.getName(), Optional.empty(), "", bytes);
    }
    String type = file.getContentType() == null ? "" : file.getContentType();
    return new Part(
        data.getName(),
        Optional.of(file.getFilename()),
        type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
        bytes);
  }

  /** Read as ISO 8859-1, under which each escaped byte stays the byte it is. */
  private static FormBody urlEncoded(Buffer body) {
    List<Part> parts = new ArrayList<>();
    new QueryStringDecoder(
            body.toString(StandardCharsets.ISO_8859_1),
            StandardCharsets.ISO_8859_1,
            false,
            MAX_PARTS + 1,
            true)
        .parameters()
        .forEach((name, values) -> values.forEach(value -> parts.add(field(name, value))));
    boolean whole = parts.size() <= MAX_PARTS;
    return new FormBody(parts.stream().limit(MAX_PARTS).toList(), whole);
  }

  private static Part field(String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    String readName =
        new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return new Part(readName, Optional.empty(), "", Buffer.buffer(bytes));
  }
}
