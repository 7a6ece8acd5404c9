package io.omnigate.channels.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;

/**
 * Where large bodies lie while their request lasts: one folder for each request, gone with it, in
 * one that belongs to this gateway as long as it lives. What a gateway that was killed left behind
 * is removed at the next start; what another one holds is not, be it one that was started on the
 * same data folder by mistake. The bytes on disk are bounded like those in memory.
 */
public final class SpoolSpace {
  private static final String LOCK = "lock";

  /**
   * What is written for each byte that arrives, at most: a form, the mail in it, a mail within that
   * as a file, and two more within that one to be looked through.
   */
  static final int WEIGHT = 5;

  private final Vertx vertx;
  private final Path folder;
  private final FileChannel held;
  private final BytesInFlight onDisk;
  private final Expected expected;

  private SpoolSpace(
      Vertx vertx, Path folder, FileChannel held, BytesInFlight onDisk, Duration bodyDeadline) {
    this.vertx = vertx;
    this.folder = folder;
    this.held = held;
    this.onDisk = onDisk;
    this.expected = new Expected(onDisk, bodyDeadline, System::nanoTime);
  }

  /**
   * An empty space; blocks.
   *
   * @param folder made if missing; what nobody holds of it is removed
   * @param bound in bytes, over all requests
   * @param bodyDeadline how long a body may take
   */
  public static SpoolSpace in(Path folder, Vertx vertx, long bound, Duration bodyDeadline)
      throws IOException {
    Files.createDirectories(folder);
    synchronized (SpoolSpace.class) { // a process that holds a lock cannot wait for it
      try (FileChannel turn = open(folder.resolve(LOCK))) {
        turn.lock(); // nobody looks at a folder that is made and not held yet
        removeLeft(folder, vertx);
        Path own = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
        FileChannel held = open(own.resolve(LOCK));
        held.lock();
        return new SpoolSpace(vertx, own, held, new BytesInFlight(bound), bodyDeadline);
      }
    }
  }

  private static void removeLeft(Path folder, Vertx vertx) throws IOException {
    try (var found = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path each : found) {
        if (!isHeld(each)) {
          vertx.fileSystem().deleteRecursiveBlocking(each.toString());
        }
      }
    } catch (DirectoryIteratorException unreadable) {
      throw unreadable.getCause();
    }
  }

  /** The operating system drops a lock with its process. */
  private static boolean isHeld(Path folder) throws IOException {
    try (FileChannel channel = open(folder.resolve(LOCK))) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException withinThisProcess) {
      return true;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The bytes that requests hold just now. */
  public BytesInFlight onDisk() {
    return onDisk;
  }

  /** What is still to come of the bodies under way. */
  Expected expected() {
    return expected;
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

  /**
   * Removes what is this gateway's own. Nothing may be under way any more. One that starts at this
   * moment waits, or would find the folder half gone.
   */
  public Future<?> close() {
    return vertx.executeBlocking(
        () -> {
          synchronized (SpoolSpace.class) {
            try (FileChannel turn = open(folder.resolveSibling(LOCK))) {
              turn.lock();
              vertx.fileSystem().deleteRecursiveBlocking(folder.toString());
            } finally {
              held.close();
            }
          }
          return true;
        },
        false);
  }
}
