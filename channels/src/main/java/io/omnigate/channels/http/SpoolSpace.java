package io.omnigate.channels.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where large bodies lie while their request lasts: one folder for each request, gone with it. What
 * a gateway that was killed left behind is removed at the next start. The bytes on disk are bounded
 * like those in memory.
 */
public final class SpoolSpace {
  /**
   * What is written for each byte that arrives, at most: a mail, a mail within it as a file, and
   * two more within that one to be looked through.
   */
  static final int WEIGHT = 4;

  private final Vertx vertx;
  private final Path folder;
  private final BytesInFlight onDisk;

  private SpoolSpace(Vertx vertx, Path folder, BytesInFlight onDisk) {
    this.vertx = vertx;
    this.folder = folder;
    this.onDisk = onDisk;
  }

  /**
   * An empty space; blocks.
   *
   * @param folder this gateway's alone; made if missing, emptied otherwise
   * @param bound in bytes, over all requests
   */
  public static SpoolSpace in(Path folder, Vertx vertx, long bound) throws IOException {
    Files.createDirectories(folder);
    try (var left = Files.newDirectoryStream(folder)) {
      left.forEach(each -> vertx.fileSystem().deleteRecursiveBlocking(each.toString()));
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
    return new SpoolSpace(vertx, folder, new BytesInFlight(bound));
  }

  /** The bytes that requests hold just now. */
  public BytesInFlight onDisk() {
    return onDisk;
  }

  /** A fresh folder for one request. */
  Future<Path> open() {
    Path own = folder.resolve(UUID.randomUUID().toString());
    return vertx.fileSystem().mkdir(own.toString(), "rwx------").map(own);
  }

  /** Removes a request's folder and what is in it. */
  Future<Void> remove(Path own) {
    return vertx.fileSystem().deleteRecursive(own.toString());
  }
}
