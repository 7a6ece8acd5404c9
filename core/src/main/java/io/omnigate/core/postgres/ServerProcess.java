package io.omnigate.core.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server and the thread that watches it. The thread lives as long as the server, because
 * the server is told to end when the *thread* that started it does. A server that ends by itself is
 * started again on the same port, at once and then ever more slowly.
 */
final class ServerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final long LOOK_MILLIS = 5;
  private static final Duration USUAL_START = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final Duration FAST_STOP = Duration.ofSeconds(20);
  private static final Duration HARD_STOP = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final int port;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Process process;

  private ServerProcess(Cluster cluster, int port) {
    this.cluster = cluster;
    this.port = port;
    this.thread = Thread.ofPlatform().name("postgres-server").daemon().unstarted(this::supervise);
  }

  /** Starts a server and waits until it takes connections, however long it has to recover. */
  static ServerProcess start(Cluster cluster, int port) {
    ServerProcess server = new ServerProcess(cluster, port);
    server.thread.start();
    try {
      server.started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof PostgresException cause
          ? cause
          : new PostgresException("PostgreSQL cannot be started: " + e.getCause(), e);
    }
    return server;
  }

  /** The server's process; -1 while it is down. */
  long pid() {
    Process current = process;
    return current != null && current.isAlive() ? current.pid() : -1;
  }

  /** Stops the server: clients are cut off, everything is written. */
  void stop() throws IOException, InterruptedException {
    end("INT", FAST_STOP);
  }

  /** Ends the server at once; it would have to recover at its next start. */
  void abort() throws IOException, InterruptedException {
    end("QUIT", HARD_STOP);
  }

  private void end(String signal, Duration patience) throws IOException, InterruptedException {
    synchronized (this) {
      stopping.countDown();
    }
    Process current = process;
    if (current != null && current.isAlive()) {
      Signals.send("CONT", current.pid());
      Signals.send(signal, current.pid());
      if (!current.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().log("PostgreSQL does not stop; ending it at once, it recovers at its start");
        Signals.send("QUIT", current.pid());
        if (!current.waitFor(HARD_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          current.destroyForcibly();
        }
      }
    }
    thread.join();
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    while (stopping.getCount() > 0) {
      long from = System.nanoTime();
      try {
        serve();
      } catch (PostgresException | IOException e) {
        if (started.completeExceptionally(e)) {
          return; // the first start: its caller decides
        }
        LOG.atError().setCause(e).log("PostgreSQL cannot be started again");
      } catch (InterruptedException e) {
        return; // nobody interrupts this thread but the end of the process
      }
      pause = System.nanoTime() - from > STEADY.toNanos() ? FIRST_PAUSE : pause;
      if (waitsFor(pause)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Runs one server from its start to its end. */
  private void serve() throws IOException, InterruptedException {
    Leftovers.clear(cluster.pgdata());
    Process running = launch();
    if (running == null) {
      return;
    }
    awaitReady(running);
    if (!started.complete(null)) {
      LOG.atInfo().addKeyValue("port", port).log("PostgreSQL runs again");
    }
    int exit = running.waitFor();
    if (stopping.getCount() > 0) {
      LOG.atError().addKeyValue("exit", exit).log("PostgreSQL ended by itself; starting it again");
    }
  }

  private synchronized @Nullable Process launch() throws IOException {
    if (stopping.getCount() == 0) {
      return null;
    }
    List<String> arguments = new ArrayList<>(List.of("-D", cluster.pgdata().toString()));
    arguments.addAll(ServerSettings.arguments(port));
    Process running = cluster.program("postgres", arguments).start();
    process = running;
    return running;
  }

  private void awaitReady(Process running) throws InterruptedException {
    long patience = System.nanoTime() + USUAL_START.toNanos();
    boolean told = false;
    while (!running.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (PidFile.read(cluster.pgdata())
          .filter(file -> file.ready() && file.pid() == running.pid())
          .isPresent()) {
        return;
      }
      if (!told && System.nanoTime() - patience > 0) {
        told = true;
        LOG.atInfo()
            .addKeyValue("log", cluster.log().file())
            .log("PostgreSQL is still starting: it recovers what a crash left unfinished");
      }
    }
    throw new PostgresException(
        "PostgreSQL ended at its start with exit code "
            + running.exitValue()
            + "; the last lines of "
            + cluster.log().file()
            + " are\n"
            + cluster.log().tail());
  }

  /** Whether the server was stopped within {@code pause}. */
  private boolean waitsFor(Duration pause) {
    try {
      return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
