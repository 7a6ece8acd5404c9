package io.omnigate.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier server may have left on its cluster: processes that still end, or live on because
 * their gateway was killed, and a file naming a process that is no more. Called with the data
 * folder's lock held, so whatever is found belongs to nobody.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Path PROC = Path.of("/proc");
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private Leftovers() {}

  /** Ends what still runs on {@code pgdata} and removes its stale file. */
  static void clear(Path pgdata) throws IOException, InterruptedException {
    if (Files.notExists(PidFile.path(pgdata))) {
      return;
    }
    List<ProcessHandle> left = processesOn(pgdata);
    if (!left.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("processes", left.size())
          .log("an earlier PostgreSQL server still runs on the data folder; stopping it");
      end(pgdata, left);
    }
    // PostgreSQL itself takes any process with the old number for a server and then refuses to
    // start; in a container, where numbers come round quickly, that happens.
    if (Files.isDirectory(PROC)) {
      Files.deleteIfExists(PidFile.path(pgdata));
    }
  }

  private static void end(Path pgdata, List<ProcessHandle> left)
      throws IOException, InterruptedException {
    long server = PidFile.read(pgdata).map(PidFile::pid).orElse(-1L);
    for (ProcessHandle process : left) {
      if (process.pid() == server) {
        Signals.send("CONT", server);
        Signals.send("INT", server);
      }
    }
    if (!gone(left)) {
      left.forEach(ProcessHandle::destroyForcibly);
      if (!gone(left)) {
        throw new PostgresException(
            "An earlier PostgreSQL server on " + pgdata + " does not end: stop its processes.");
      }
    }
  }

  private static boolean gone(List<ProcessHandle> left) {
    long end = System.nanoTime() + GRACE.toNanos();
    while (left.stream().anyMatch(ProcessHandle::isAlive)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /** Every process of a server works in its cluster's folder. */
  private static List<ProcessHandle> processesOn(Path pgdata) {
    if (Files.isDirectory(PROC)) {
      return ProcessHandle.allProcesses().filter(process -> worksIn(process, pgdata)).toList();
    }
    return PidFile.read(pgdata)
        .flatMap(file -> ProcessHandle.of(file.pid()))
        .filter(process -> process.info().commandLine().orElse("").contains(pgdata.toString()))
        .stream()
        .toList();
  }

  private static boolean worksIn(ProcessHandle process, Path pgdata) {
    try {
      return Files.readSymbolicLink(PROC.resolve(process.pid() + "/cwd")).equals(pgdata);
    } catch (IOException e) {
      return false; // gone meanwhile, or not ours to look at
    }
  }
}
