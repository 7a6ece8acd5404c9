package io.omnigate.channels.upload;

import static io.omnigate.channels.upload.Bytes.END;

import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.FormBody.Ending;
import io.omnigate.channels.upload.Pieces.Piece;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code application/x-www-form-urlencoded} (https://url.spec.whatwg.org/#urlencoded-parsing)
 * a byte at a time: the libraries at hand want such a body whole in memory, and mails come in it.
 */
public final class UrlEncodedBody {
  /** The media type of such a body. */
  public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  /** Of a name, in bytes; no form has one as long. */
  private static final int MAX_NAME = 1_000;

  private final Bytes in;
  private final Pieces pieces;
  private final List<FormPart> parts = new ArrayList<>();

  private UrlEncodedBody(Bytes in, Pieces pieces) {
    this.in = in;
    this.pieces = pieces;
  }

  /** What follows a percent sign is no byte, or a name has no end. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Malformed() {
      super("malformed", null, false, false);
    }
  }

  /**
   * Reads a body: of its fields only the first {@code maxParts}, and those before a mistake.
   *
   * @throws UncheckedIOException where the disk has trouble
   */
  public static FormBody read(Body body, int maxParts) {
    try (Bytes in = Bytes.of(body)) {
      UrlEncodedBody reader = new UrlEncodedBody(in, Pieces.of(body));
      Ending ending = reader.read(maxParts);
      return new FormBody(List.copyOf(reader.parts), ending);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  private Ending read(int maxParts) throws IOException {
    try {
      int next = in.next();
      while (next != END) {
        if (next == '&') {
          next = in.next();
        } else if (parts.size() == maxParts) {
          return Ending.TOO_MANY_PARTS;
        } else {
          next = field(next);
        }
      }
      return Ending.WHOLE;
    } catch (Malformed noForm) {
      return Ending.BROKEN;
    }
  }

  /** Reads the field that begins with {@code first}; what follows it, if anything does. */
  private int field(int first) throws IOException {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    int next = first;
    while (next != END && next != '&' && next != '=') {
      decode(next, name);
      next = in.next();
      if (name.size() > MAX_NAME) {
        throw new Malformed();
      }
    }
    try (Piece value = pieces.next()) {
      next = next == '=' ? value(value) : next;
      parts.add(
          new FormPart(
              name.toString(StandardCharsets.UTF_8),
              Optional.empty(),
              "",
              StandardCharsets.UTF_8,
              value.whole()));
      return next;
    }
  }

  private int value(Piece to) throws IOException {
    while (true) {
      in.copyUntil(each -> each == '&' || each == '%' || each == '+', to);
      int next = in.next();
      if (next == END || next == '&') {
        return next;
      }
      decode(next, to);
    }
  }

  private void decode(int each, OutputStream to) throws IOException {
    switch (each) {
      case '+' -> to.write(' ');
      case '%' -> to.write(hex() << 4 | hex());
      default -> to.write(each);
    }
  }

  private int hex() throws IOException {
    int value = Character.digit(in.next(), 16);
    if (value < 0) {
      throw new Malformed();
    }
    return value;
  }
}
