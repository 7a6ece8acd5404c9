package io.omnigate.core.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Says that a data folder is in use, for as long as this process lives or until it is closed: a
 * second gateway on the folder would stop the first one's server. The operating system drops the
 * lock with the process, so nothing is left behind by a crash.
 */
public final class DataFolderLock implements AutoCloseable {
  private final FileChannel channel;

  private DataFolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of {@code folder}, which is made if it is missing.
   *
   * @throws PostgresException where another gateway holds it, or it cannot be written
   */
  public static DataFolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new PostgresException(
            "The data folder "
                + folder
                + " is in use by another gateway: stop that one, or start this one with another"
                + " folder (--data).");
      }
      return new DataFolderLock(channel);
    } catch (IOException e) {
      throw new PostgresException("The data folder " + folder + " cannot be written: " + e, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held within this very process
    }
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new PostgresException("The lock of the data folder cannot be released: " + e, e);
    }
  }
}
