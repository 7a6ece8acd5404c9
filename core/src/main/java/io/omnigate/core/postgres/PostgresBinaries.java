package io.omnigate.core.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the archive on the class path.
 *
 * @param folder holds {@code bin/}, {@code lib/} and {@code share/}
 */
record PostgresBinaries(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

  /**
   * The programs for this machine, below {@code parent}; they are unpacked the first time. Their
   * folder is named after the archive's content, so a newer archive gets a folder of its own.
   */
  static PostgresBinaries unpackInto(Path parent) {
    String archive = archiveFor(System.getProperty("os.name"), System.getProperty("os.arch"));
    URL source = PostgresBinaries.class.getResource("/" + archive);
    if (source == null) {
      throw new PostgresException(
          "No PostgreSQL for this machine is on board ("
              + archive
              + "): set database.url to a PostgreSQL server of your own, version 15 or later.");
    }
    try {
      Path target = parent.toAbsolutePath().normalize().resolve("binaries-" + fingerprint(source));
      if (Files.notExists(target)) {
        Files.createDirectories(target.getParent());
        unpack(source, target);
      }
      return new PostgresBinaries(target.toRealPath());
    } catch (IOException e) {
      throw new PostgresException(
          "PostgreSQL cannot be unpacked into " + parent + " (80 MB are needed): " + e, e);
    }
  }

  /** The path of one program: {@code postgres} or {@code initdb}. */
  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /** The archive's name, as the makers of the binaries name it. */
  static String archiveFor(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = List.of("aarch64", "arm64").contains(osArch) ? "arm_64" : "x86_64";
    return "postgres-" + (os.startsWith("mac") ? "darwin" : "linux") + "-" + arch + ".txz";
  }

  private static String fingerprint(URL source) throws IOException {
    URLConnection connection = source.openConnection();
    long print =
        connection instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : connection.getContentLengthLong();
    return Long.toHexString(print);
  }

  private static void unpack(URL source, Path target) throws IOException {
    LOG.atInfo().addKeyValue("folder", target).log("unpacking PostgreSQL");
    Path fresh = Files.createTempDirectory(target.getParent(), "unpacking-");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream raw = new BufferedInputStream(source.openStream(), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = fresh.resolve(entry.getName()).normalize();
        if (!path.startsWith(fresh)) {
          throw new IOException("an entry lies outside: " + entry.getName());
        }
        write(tar, entry, path);
      }
      FileTrees.settle(fresh, target);
    } catch (IOException e) {
      FileTrees.delete(fresh);
      throw e;
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean runs = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
