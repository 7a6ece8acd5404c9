package io.omnigate.core;

import io.omnigate.core.postgres.EmbeddedPostgres;
import io.omnigate.core.store.Migrations;
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
      try {
        Path target = Path.of("target");
        Path folder =
            Files.isDirectory(target)
                ? Files.createTempDirectory(target, "postgres-")
                : Files.createTempDirectory("omnigate-postgres-");
        EmbeddedPostgres server = EmbeddedPostgres.start(folder, programs());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, folder)));
        return server.url();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(EmbeddedPostgres server, Path folder) {
      server.close();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
