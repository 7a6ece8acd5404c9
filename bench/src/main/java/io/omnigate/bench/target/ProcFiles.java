package io.omnigate.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What Linux tells of a process under /proc (proc_pid_stat(5), proc_pid_status(5)). Times are in
 * clock ticks, of which there are 100 a second on every Linux that Java runs on.
 */
final class ProcFiles {
  private static final long MICROS_A_TICK = 10_000;
  private static final int KIB = 1024;

  /** Fields after the name, which may contain anything and stands in parentheses. */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  private ProcFiles() {}

  /** Processor time of the process alone, in microseconds; 0 where it is gone. */
  static long cpu(long pid) {
    String[] fields = stat(pid);
    return (ticks(fields, UTIME) + ticks(fields, STIME)) * MICROS_A_TICK;
  }

  /** The same with its children: those that live and those that have ended. */
  static long cpuOfTree(long pid) {
    String[] fields = stat(pid);
    long ended = (ticks(fields, CUTIME) + ticks(fields, CSTIME)) * MICROS_A_TICK;
    long living =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .mapToLong(child -> cpuOfTree(child.pid()))
            .sum();
    return cpu(pid) + ended + living;
  }

  /** A size out of the status file, such as {@code VmRSS} and {@code VmHWM}, in bytes. */
  static long bytes(long pid, String name) {
    return read(Path.of("/proc", Long.toString(pid), "status"))
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
        .findFirst()
        .orElse(0);
  }

  private static String[] stat(long pid) {
    String line = read(Path.of("/proc", Long.toString(pid), "stat"));
    return line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
  }

  private static long ticks(String[] fields, int at) {
    return at < fields.length ? Long.parseLong(fields[at]) : 0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
