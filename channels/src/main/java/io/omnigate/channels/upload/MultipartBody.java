package io.omnigate.channels.upload;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.EndOfDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.netty.handler.codec.http.multipart.MemoryAttribute;
import io.omnigate.channels.ChannelRequest;
import io.omnigate.channels.Digests;
import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.FormBody.Ending;
import io.omnigate.channels.upload.Pieces.Piece;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) from a body that is whole and bounded already, a
 * chunk at a time: one in memory is taken apart in memory, one on disk beside itself.
 */
public final class MultipartBody {
  /** The media type of such a body. */
  public static final String MEDIA_TYPE = "multipart/form-data";

  private static final int CHUNK = 64 * 1024;

  /** What the decoder may hold of a body before it has made something of it: a part's head. */
  private static final int UNDECODED = 2 * CHUNK;

  /** What a broken form leaves undecoded is collected like anything else. */
  private final ByteBufAllocator heap = new UnpooledByteBufAllocator(false);

  private final Body whole;
  private final Pieces pieces;
  private final HttpPostMultipartRequestDecoder decoder;
  private final List<FormPart> parts = new ArrayList<>();
  private boolean closed;

  private MultipartBody(Body whole, HttpPostMultipartRequestDecoder decoder) {
    this.whole = whole;
    this.pieces = Pieces.of(whole);
    this.decoder = decoder;
    decoder.setDiscardThreshold(CHUNK);
  }

  /**
   * Reads the request's body: of its parts only the first {@code maxParts}, and those before it
   * breaks off.
   *
   * @throws Failure {@code BAD_REQUEST} where the media type has no boundary
   * @throws UncheckedIOException where the disk has trouble
   */
  public static FormBody read(ChannelRequest request, int maxParts) {
    DefaultHttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, request.header("Content-Type").orElse(""));
    DefaultHttpRequest head =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", headers);
    HttpPostMultipartRequestDecoder decoder;
    try {
      decoder =
          new HttpPostMultipartRequestDecoder(
              factory(request.whole()), head, StandardCharsets.UTF_8, maxParts, UNDECODED);
    } catch (RuntimeException noBoundary) {
      throw FormBody.malformed();
    }
    try {
      return new MultipartBody(request.whole(), decoder).read();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } finally {
      decoder.destroy();
    }
  }

  /** On disk only what is on disk already, in the folder that goes with the request. */
  private static DefaultHttpDataFactory factory(Body body) {
    Spooled spooled = body.spooled();
    if (spooled == null) {
      return new Factory();
    }
    DefaultHttpDataFactory factory = new Factory(CHUNK);
    factory.setBaseDir(String.valueOf(spooled.file().getParent()));
    factory.setDeleteOnExit(false);
    return factory;
  }

  /** Takes nothing longer in the head of a part than any program writes. */
  private static final class Factory extends DefaultHttpDataFactory {
    private Factory() {
      super(false, StandardCharsets.UTF_8);
    }

    private Factory(long minSize) {
      super(minSize, StandardCharsets.UTF_8);
    }

    /** A header of a part, or its parameter, decoded: kept no longer than the part is read. */
    @Override
    public Attribute createAttribute(HttpRequest request, String name, String value) {
      if (value.length() > FormPart.MAX_WORDS) {
        throw new IllegalArgumentException("a part's name, file name or media type is too long");
      }
      try {
        return new MemoryAttribute(name, value, StandardCharsets.UTF_8);
      } catch (IOException overBound) { // there is none
        throw new UncheckedIOException(overBound);
      }
    }
  }

  private FormBody read() throws IOException {
    Ending ending = feed();
    take(); // what was whole before it broke off
    return new FormBody(List.copyOf(parts), ending);
  }

  private Ending feed() throws IOException {
    try (InputStream in = whole.open()) {
      byte[] chunk = new byte[Bytes.chunk(whole)];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        decoder.offer(new DefaultHttpContent(heap.buffer(n).writeBytes(chunk, 0, n)));
        take();
      }
      decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
      take();
      return closed ? Ending.WHOLE : Ending.BROKEN;
    } catch (TooManyFormFieldsException tooMany) {
      return Ending.TOO_MANY_PARTS;
    } catch (RuntimeException broken) { // the decoder throws all sorts
      throwIfDisk(broken.getCause());
      return Ending.BROKEN;
    }
  }

  /**
   * Over a body on disk it is the disk that has trouble, for which the sender is not at fault; the
   * decoder wraps it. A charset that nobody knows is of the sort too, and is the sender's.
   */
  private void throwIfDisk(@Nullable Throwable cause) throws IOException {
    if (whole.spooled() != null
        && cause instanceof IOException lost
        && !(lost instanceof UnsupportedEncodingException)) {
      throw lost;
    }
  }

  /** Takes over what is decoded, so that the decoder holds one part at a time. */
  private void take() throws IOException {
    while (hasNext()) {
      if (decoder.next() instanceof HttpData data) {
        parts.add(part(data));
        decoder.removeHttpDataFromClean(data);
        data.release();
      }
    }
  }

  /** The end of data is the closing delimiter (RFC 2046 5.1.1): who is cut off has not sent it. */
  private boolean hasNext() {
    try {
      return decoder.hasNext();
    } catch (EndOfDataDecoderException closingDelimiter) {
      closed = true;
      return false;
    }
  }

  private FormPart part(HttpData data) throws IOException {
    Body content = content(data);
    Charset charset = data.getCharset();
    String name = unescaped(data.getName());
    if (!(data instanceof FileUpload file)) {
      return new FormPart(name, Optional.empty(), "", charset, content);
    }
    String type = file.getContentType() == null ? "" : file.getContentType();
    return new FormPart(
        name,
        Optional.of(unescaped(file.getFilename())),
        type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
        charset,
        content);
  }

  /**
   * What browsers escape in the names of parts and files, and nothing else (HTML Standard,
   * multipart/form-data encoding algorithm): a name that holds such an escape by itself cannot be
   * told from it.
   */
  private static String unescaped(String name) {
    return name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
  }

  private Body content(HttpData data) throws IOException {
    if (data.isInMemory()) {
      try (Piece piece = pieces.next()) {
        piece.write(data.get());
        return piece.whole();
      }
    }
    Path own = pieces.file();
    if (!data.renameTo(own.toFile())) {
      throw new IOException("a part cannot be kept beside its body");
    }
    MessageDigest digest = Digests.sha256();
    try (InputStream in = Files.newInputStream(own)) {
      Digests.add(in, digest::update);
    }
    Spooled kept = new Spooled(own, Files.size(own));
    return new Body(Buffer.buffer(), kept, Buffer.buffer(digest.digest()));
  }
}
