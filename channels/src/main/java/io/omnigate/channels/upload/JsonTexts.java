package io.omnigate.channels.upload;

import static io.omnigate.channels.upload.Bytes.END;

import io.omnigate.channels.JsonBody;
import io.omnigate.channels.http.Body;
import io.omnigate.channels.upload.Pieces.Piece;
import io.omnigate.core.error.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object of which some texts may be too long for the memory: they are taken out of the bytes
 * before a parser sees the rest, for parsers hold every text whole. All that is known here of JSON
 * (RFC 8259) is where a text begins and ends, and what is escaped in it.
 */
public final class JsonTexts {
  /** Of everything but the long texts, in bytes: it is in memory, as objects. */
  static final int MAX_REST = 1024 * 1024;

  /** More than the files of any mail that is taken apart. */
  static final int MAX_TEXTS = 2_000;

  /** Longer than the name of any member asked for. */
  private static final int LONGEST_NAME = 100;

  private final Bytes in;
  private final Pieces pieces;
  private final Set<String> members;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private final List<Body> texts = new ArrayList<>();
  private JsonObject object = new JsonObject();

  private JsonTexts(Bytes in, Pieces pieces, Set<String> members) {
    this.in = in;
    this.pieces = pieces;
    this.members = members;
  }

  /**
   * Reads a body.
   *
   * @param members the names whose texts may be long, at whatever depth
   * @throws Failure {@code BAD_REQUEST} where it is no JSON object, {@code TOO_LARGE} where the
   *     rest is, or there are too many texts
   * @throws UncheckedIOException where the disk has trouble
   */
  public static JsonTexts read(Body body, Set<String> members) {
    try (Bytes in = Bytes.of(body)) {
      JsonTexts read = new JsonTexts(in, Pieces.of(body), members);
      read.separate();
      read.object = JsonBody.object(Buffer.buffer(read.rest.toByteArray()));
      return read;
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /** The object without the long texts. */
  public JsonObject object() {
    return object;
  }

  /** The long text under {@code name} in UTF-8, in memory or beside the body. */
  public Optional<Body> text(JsonObject parent, String name) {
    return switch (parent.getValue(name)) {
      case Integer number when number >= 0 && number < texts.size() ->
          Optional.of(texts.get(number));
      case String kept -> Optional.of(Body.of(Buffer.buffer(kept))); // its name has an escape
      case null, default -> Optional.empty();
    };
  }

  /** For what is made of the texts. */
  public Pieces pieces() {
    return pieces;
  }

  private void separate() throws IOException {
    String last = ""; // the last text, which may be a member's name
    boolean value = false; // whether a colon stands before what comes next
    for (int next = in.next(); next != END; next = in.next()) {
      if (next != '"') {
        value = next == ':' || (value && isSpace(next));
        keep(next);
      } else if (value && members.contains(last)) {
        takeOut();
        value = false;
      } else {
        last = keepText();
        value = false;
      }
    }
  }

  private static boolean isSpace(int each) {
    return each == ' ' || each == '\n' || each == '\r' || each == '\t';
  }

  private void keep(int each) {
    rest.write(each);
    if (rest.size() > MAX_REST) {
      throw tooLarge("beside its long texts the body has more than " + MAX_REST + " bytes");
    }
  }

  /** Keeps a text as it is, for the parser to look at; the first of it. */
  private String keepText() throws IOException {
    StringBuilder first = new StringBuilder();
    keep('"');
    int next = in.next();
    while (next != END && next != '"') {
      keep(next);
      if (first.length() < LONGEST_NAME) {
        first.append((char) next);
      }
      if (next == '\\') {
        keep(in.next());
      }
      next = in.next();
    }
    keep('"');
    return first.toString();
  }

  /**
   * In place of a text its number stays behind. Who writes a number there points at a text of the
   * same document.
   */
  private void takeOut() throws IOException {
    if (texts.size() == MAX_TEXTS) {
      throw tooLarge("the body has more than " + MAX_TEXTS + " long texts");
    }
    try (Piece piece = pieces.next()) {
      new JsonText(in, piece).copy();
      Integer.toString(texts.size()).chars().forEach(this::keep);
      texts.add(piece.whole());
    }
  }

  private static Failure tooLarge(String detail) {
    return new Failure(Failure.Kind.TOO_LARGE, "body-too-large", detail);
  }

  static Failure malformed() {
    return new Failure(Failure.Kind.BAD_REQUEST, "malformed-body", "the body is not valid JSON");
  }
}
