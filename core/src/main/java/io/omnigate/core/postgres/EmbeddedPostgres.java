package io.omnigate.core.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the gateway's own: a real one, durable, from the binaries on the class
 * path, kept in one folder and reachable from this machine alone. It is started again when it
 * crashes, stops with the gateway, even a killed one, and recovers from whatever stopped it.
 *
 * <p>Every call blocks: call them from a worker.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final DataFolderLock lock;
  private final Cluster cluster;
  private final ServerProcess server;
  private final int port;

  private EmbeddedPostgres(DataFolderLock lock, Cluster cluster, ServerProcess server, int port) {
    this.lock = lock;
    this.cluster = cluster;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server kept in {@code folder}, which is made the first time (two seconds then, a
   * tenth of one later).
   *
   * @throws PostgresException where it cannot run here, saying what to do
   */
  public static EmbeddedPostgres start(Path folder) {
    return start(folder, folder);
  }

  /** The same with the programs, which are unpacked the first time, in a folder of their own. */
  public static EmbeddedPostgres start(Path folder, Path programs) {
    DataFolderLock lock = DataFolderLock.take(folder);
    try {
      return start(lock, folder.toRealPath(), programs, Privileges.find(folder.toRealPath()));
    } catch (IOException e) {
      lock.close();
      throw new PostgresException("PostgreSQL cannot be kept in " + folder + ": " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  static EmbeddedPostgres start(
      DataFolderLock lock, Path home, Path programs, Privileges privileges) throws IOException {
    long from = System.nanoTime();
    try {
      PostgresBinaries binaries = PostgresBinaries.unpackInto(programs);
      Cluster cluster = Cluster.open(home, binaries, privileges);
      int port = FreePort.find(new SecureRandom());
      ServerProcess server = ServerProcess.start(cluster, port);
      LOG.atInfo()
          .addKeyValue("port", port)
          .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - from).toMillis())
          .log("PostgreSQL runs");
      return new EmbeddedPostgres(lock, cluster, server, port);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("The start of PostgreSQL was interrupted.", e);
    }
  }

  /** Where its database is; contains the password. */
  public String url() {
    return url(Cluster.DATABASE);
  }

  /** Where its database called {@code name} is; contains the password. */
  public String url(String name) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s"
        .formatted(Cluster.USER, cluster.password(), port, name);
  }

  /** The server's process id; -1 while it is down. */
  public long pid() {
    return server.pid();
  }

  /** Stops the server, cleanly, and gives its folder free. */
  @Override
  public void close() {
    end(server::stop);
  }

  /**
   * Ends the server at once and gives its folder free: for data that is thrown away, where writing
   * everything down first would be time lost.
   */
  public void abort() {
    end(server::abort);
  }

  private void end(Ending ending) {
    try {
      ending.run();
      LOG.atInfo().log("PostgreSQL has stopped");
    } catch (IOException e) {
      throw new PostgresException("PostgreSQL cannot be stopped: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }

  private interface Ending {
    void run() throws IOException, InterruptedException;
  }
}
