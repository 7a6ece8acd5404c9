package io.omnigate.gateway.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets made once and kept, one file each, in a folder only its owner can enter. They are what
 * the gateway uses where the configuration gives none.
 */
public final class Secrets {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNERS_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final SecureRandom random;

  /** Keeps secrets in {@code folder}, which is made when the first one is. */
  public Secrets(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** Where the secret called {@code name} is or will be kept; the folder is there afterwards. */
  public Path file(String name) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, OWNERS_FOLDER);
      }
      return folder.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The secret called {@code name}, made on first use.
   *
   * @param bytes how many random bytes a new one gets; it is their URL-safe Base64
   */
  public String get(String name, int bytes) {
    try {
      Path file = file(name);
      if (!Files.exists(file)) {
        make(file, bytes);
      }
      String secret = Files.readString(file).strip();
      if (secret.isEmpty()) {
        throw new IOException(file + " is empty; remove it and a new one is made");
      }
      return secret;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole or not at all: a crash in between leaves no half secret behind. */
  private void make(Path file, int bytes) throws IOException {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    Path draft = Files.createTempFile(folder, ".new-", "", OWNER_ONLY);
    try {
      Files.writeString(
          draft, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + '\n');
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
