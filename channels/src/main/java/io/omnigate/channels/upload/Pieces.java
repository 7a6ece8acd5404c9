package io.omnigate.channels.upload;

import io.omnigate.channels.Digests;
import io.omnigate.channels.http.Body;
import io.omnigate.core.intake.Spooled;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is taken out of one body, a piece after the other. Of a body that is on disk only so much is
 * held in memory, whatever its size and however many pieces there are; the rest is written beside
 * it, and is removed with it. Of a body in memory everything stays there.
 */
public final class Pieces {
  /** Of one piece, in bytes. */
  static final int ONE = 64 * 1024;

  /** Of all pieces, in bytes. */
  static final int ALL = 1024 * 1024;

  private static final int CHUNK = 64 * 1024;

  private final @Nullable Path folder;
  private int left = ALL;
  private int written;

  private Pieces(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The pieces of {@code whole}. */
  public static Pieces of(Body whole) {
    Spooled spooled = whole.spooled();
    return new Pieces(spooled == null ? null : spooled.file().getParent());
  }

  /** The next piece, to be written; the one before is whole. */
  public Piece next() {
    return new Piece(folder == null ? Integer.MAX_VALUE : Math.min(ONE, left));
  }

  /** Where the next piece is put that is a file already; only for a body that is on disk. */
  Path file() {
    if (folder == null) {
      throw new IllegalStateException("a body in memory has nothing on disk");
    }
    return folder.resolve("file-" + ++written);
  }

  /** Bytes of a piece, one after the other: in memory, and beside the body once they are many. */
  public final class Piece extends OutputStream {
    private final int room;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable DigestOutputStream hashed;
    private @Nullable OutputStream out;
    private long size;

    private Piece(int room) {
      this.room = room;
    }

    @Override
    public void write(int each) throws IOException {
      size++;
      if (out == null && size <= room) {
        held.write(each);
      } else {
        (out == null ? open() : out).write(each);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      size += length;
      if (out == null && size <= room) {
        held.write(bytes, from, length);
      } else {
        (out == null ? open() : out).write(bytes, from, length);
      }
    }

    private OutputStream open() throws IOException {
      Path own = file();
      DigestOutputStream digest =
          new DigestOutputStream(Files.newOutputStream(own), Digests.sha256());
      OutputStream to = new BufferedOutputStream(digest, CHUNK);
      file = own;
      hashed = digest;
      out = to;
      held.writeTo(to);
      held.reset();
      return to;
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }

    /** The piece, of which nothing more is to come. */
    public Body whole() throws IOException {
      close();
      if (file != null && hashed != null) {
        Buffer hash = Buffer.buffer(hashed.getMessageDigest().digest());
        return new Body(Buffer.buffer(), new Spooled(file, size), hash);
      }
      left -= folder == null ? 0 : (int) size;
      return Body.of(Buffer.buffer(held.toByteArray()));
    }
  }
}
