package io.omnigate.core.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The migrations on the class path, by version, each with the checksum that Flyway keeps of it. */
final class MigrationFiles {
  private static final String FOLDER = "db/migration";

  private MigrationFiles() {}

  /** Checksums by version. */
  static Map<String, Integer> checksums() {
    URL folder = MigrationFiles.class.getResource("/" + FOLDER);
    if (folder == null) {
      throw new IllegalStateException("no " + FOLDER + " on the class path");
    }
    try {
      Map<String, Integer> checksums = new HashMap<>();
      for (String name : names(folder)) {
        checksums.put(name.substring(1, name.indexOf("__")), checksum(name));
      }
      return Map.copyOf(checksums);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER, e);
    }
  }

  private static List<String> names(URL folder) throws IOException {
    URLConnection connection = folder.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return scripts(jar.getJarFile().stream().map(entry -> entry.getName()));
    }
    try (Stream<Path> files = Files.list(Path.of(URI.create(folder.toString())))) {
      return scripts(files.map(file -> FOLDER + "/" + file.getFileName()));
    }
  }

  private static List<String> scripts(Stream<String> paths) {
    return paths
        .filter(path -> path.startsWith(FOLDER + "/V") && path.endsWith(".sql"))
        .map(path -> path.substring(FOLDER.length() + 1))
        .toList();
  }

  /** CRC-32 over the lines without their ends, so that it is the same on every system. */
  private static int checksum(String name) throws IOException {
    CRC32 crc = new CRC32();
    URL file = MigrationFiles.class.getResource("/" + FOLDER + "/" + name);
    if (file == null) {
      throw new IOException("gone: " + name);
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        crc.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return (int) crc.getValue();
  }
}
