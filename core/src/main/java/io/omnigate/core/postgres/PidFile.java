package io.omnigate.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid} (PostgreSQL's
 * src/include/utils/pidfile.h).
 *
 * @param pid its process
 * @param ready whether it takes connections
 */
record PidFile(long pid, boolean ready) {
  private static final int PID_LINE = 0;
  private static final int STATUS_LINE = 7;

  /** The file of the cluster in {@code pgdata}; empty while there is none, or half of one. */
  static Optional<PidFile> read(Path pgdata) {
    try {
      List<String> lines = Files.readAllLines(path(pgdata));
      long pid = Long.parseLong(lines.get(PID_LINE).strip());
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
      return Optional.of(new PidFile(pid, ready));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Where the file lies. */
  static Path path(Path pgdata) {
    return pgdata.resolve("postmaster.pid");
  }
}
