package io.omnigate.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A data folder that does not outlive the process. */
final class ThrowAway {
  private ThrowAway() {}

  /**
   * A new folder.
   *
   * @param parent where; null for the system's folder for such things
   */
  static Path create(@Nullable Path parent) {
    try {
      return parent == null
          ? Files.createTempDirectory("omnigate-demo-")
          : Files.createTempDirectory(Files.createDirectories(parent), "demo-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the folder with everything in it, as far as it can be removed. */
  static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      System.err.println("omnigate: cannot remove " + folder + ": " + e.getMessage());
    }
  }

  /** Never follows a link. */
  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
