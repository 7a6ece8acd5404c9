package io.omnigate.core;

import io.omnigate.core.postgres.EmbeddedPostgres;
import io.omnigate.core.store.Migrations;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The one place that decides which PostgreSQL tests talk to: one in a container where a Docker
 * engine answers, else the embedded server, which is as real. It is started once for each JVM and
 * stops with it.
 *
 * <p>URLs are {@code postgresql://user:password@host:port/database}.
 */
public final class TestPostgres {
  private static final String TEMPLATE = "migrated_template";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestPostgres() {}

  /** A new database with the newest schema and no rows. */
  public static String freshDatabase() {
    return create("fresh_", " TEMPLATE " + Template.NAME);
  }

  /** A new database with nothing at all in it. */
  public static String bareDatabase() {
    return create("bare_", "");
  }

  /** The server's own database; its user may do everything. */
  public static String serverUrl() {
    return Server.URL;
  }

  /**
   * A server for one test alone, to be tormented and closed by it; embedded in every case. Its
   * database has no schema yet.
   *
   * @param folder keeps its data, such as a {@code @TempDir}
   */
  public static DedicatedPostgres dedicated(Path folder) {
    return DedicatedPostgres.start(folder);
  }

  /** Cuts every connection to the database at {@code url} but the one that does the cutting. */
  public static void terminateBackends(String url) {
    TestSql.run(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  /** Where PostgreSQL's programs are kept unpacked from one run of the tests to the next. */
  public static Path programs() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "omnigate-test-programs-" + System.getProperty("user.name"));
  }

  /**
   * Puts a stopped server's data into {@code folder}: copied, for that is quicker than made anew.
   * {@link EmbeddedPostgres#start(Path, Path)} with {@link #programs} goes on from there.
   */
  public static void copyCluster(Path folder) {
    try {
      Process copy =
          new ProcessBuilder("cp", "-a", Prepared.FOLDER + "/.", folder.toString())
              .inheritIO()
              .start();
      if (copy.waitFor() != 0) {
        throw new IllegalStateException("cannot copy the prepared cluster to " + folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path temporary(String prefix) {
    try {
      Path target = Path.of("target");
      return Files.isDirectory(target)
          ? Files.createTempDirectory(target, prefix)
          : Files.createTempDirectory("omnigate-" + prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String create(String prefix, String clause) {
    String name = prefix + COUNT.incrementAndGet();
    TestSql.run(serverUrl(), "CREATE DATABASE " + name + clause);
    return named(name);
  }

  private static String named(String database) {
    return serverUrl().replaceFirst("/[^/]*$", "/" + database);
  }

  /** Started when the first test asks. */
  private static final class Server {
    static final String URL = DockerPostgres.isPossible() ? DockerPostgres.start() : embedded();

    private static String embedded() {
      Path folder = temporary("postgres-");
      EmbeddedPostgres server = EmbeddedPostgres.start(folder, programs());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.abort();
                    remove(folder);
                  }));
      return server.url();
    }
  }

  /** A stopped server's data, made when the first test asks. */
  private static final class Prepared {
    static final Path FOLDER = make();

    private static Path make() {
      Path folder = temporary("cluster-");
      EmbeddedPostgres.start(folder, programs()).close();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    }
  }

  /** Migrated once; PostgreSQL copies it faster than it runs the migrations. */
  private static final class Template {
    static final String NAME = make();

    private static String make() {
      TestSql.run(serverUrl(), "CREATE DATABASE " + TEMPLATE);
      Migrations.migrate(named(TEMPLATE));
      return TEMPLATE;
    }
  }
}
