package io.omnigate.core;

import io.omnigate.core.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server of one test's own, and what may happen to a server. Its port stays the same. */
public final class DedicatedPostgres implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private final Path settings;
  private final EmbeddedPostgres server;

  private DedicatedPostgres(Path settings, EmbeddedPostgres server) {
    this.settings = settings;
    this.server = server;
  }

  static DedicatedPostgres start(Path folder) {
    TestPostgres.copyCluster(folder);
    EmbeddedPostgres server = EmbeddedPostgres.start(folder, TestPostgres.programs());
    return new DedicatedPostgres(folder.resolve("pgdata/postgresql.auto.conf"), server);
  }

  /** Where its database is. */
  public String url() {
    return server.url();
  }

  /** Its process; -1 while it is down. */
  public long pid() {
    return server.pid();
  }

  /** It stops answering, and keeps every connection open (SIGSTOP). */
  public void freeze() {
    signalAll("STOP");
  }

  /** It goes on where it froze (SIGCONT). */
  public void thaw() {
    signalAll("CONT");
  }

  /** It crashes (SIGKILL), is started again and answers. */
  public void crash() {
    endAndAwait("KILL");
  }

  /** It is stopped and started again in good order, and answers. */
  public void restart() {
    endAndAwait("INT");
  }

  /** It is stopped and stays away until {@link #up}. */
  public void down() {
    write("a setting that PostgreSQL does not know\n");
    long pid = pid();
    signal("INT", pid);
    await(() -> ProcessHandle.of(pid).isEmpty());
  }

  /** It comes back, and answers. */
  public void up() {
    write("");
    await(() -> TestSql.answers(url()));
  }

  /** Cuts every connection to it. */
  public void terminateBackends() {
    TestPostgres.terminateBackends(url());
  }

  @Override
  public void close() {
    if (pid() > 0) {
      thaw();
    }
    server.abort();
  }

  private void endAndAwait(String signal) {
    long pid = pid();
    signal(signal, pid);
    await(() -> ProcessHandle.of(pid).isEmpty() && TestSql.answers(url()));
  }

  private void write(String text) {
    try {
      Files.writeString(settings, text, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signalAll(String name) {
    ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
    Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .forEach(process -> signal(name, process.pid()));
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it did not happen within " + LONGEST);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
