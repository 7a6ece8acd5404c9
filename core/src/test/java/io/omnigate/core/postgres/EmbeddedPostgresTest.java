package io.omnigate.core.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static final Path PROGRAMS = TestPostgres.programs();

  @TempDir Path home;

  @BeforeEach
  void begin() {
    TestPostgres.copyCluster(home);
  }

  @Test
  void itKeepsItsDataFromOneStartToTheNext() {
    try (EmbeddedPostgres first = EmbeddedPostgres.start(home, PROGRAMS)) {
      TestSql.run(first.url(), "CREATE TABLE kept (n int)");
      TestSql.run(first.url(), "INSERT INTO kept VALUES (42)");
    }
    try (EmbeddedPostgres second = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("42", TestSql.ask(second.url(), "SELECT n FROM kept"));
    }
  }

  @Test
  void itIsDurableChecksummedAndReachableFromThisMachineAlone() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      String url = server.url();
      assertEquals("on", TestSql.ask(url, "SHOW fsync"));
      assertEquals("on", TestSql.ask(url, "SHOW synchronous_commit"));
      assertEquals("on", TestSql.ask(url, "SHOW full_page_writes"));
      assertEquals("on", TestSql.ask(url, "SHOW data_checksums"));
      assertEquals("127.0.0.1", TestSql.ask(url, "SHOW listen_addresses"));
      assertEquals("", TestSql.ask(url, "SHOW unix_socket_directories"));
      assertEquals(
          "C.UTF-8 b UTF8",
          TestSql.ask(
              url,
              "SELECT concat_ws(' ', datlocale, datlocprovider, pg_encoding_to_char(encoding))"
                  + " FROM pg_database WHERE datname = current_database()"));
    }
  }

  @Test
  void nobodyEntersWithoutThePasswordWhichOnlyItsOwnerCanRead() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      String wrong = server.url().replaceFirst("omnigate:[^@]+@", "omnigate:guess@");
      assertThrows(IllegalStateException.class, () -> TestSql.ask(wrong, "SELECT 1"));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))));
      String password = Files.readString(home.resolve("password"));
      assertFalse(Files.readString(home.resolve("server.log")).contains(password));
    }
  }

  @Test
  void itsLogShowsNoContent() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      TestSql.run(server.url(), "CREATE TABLE person (email text PRIMARY KEY)");
      TestSql.run(server.url(), "INSERT INTO person VALUES ('ann@example.com')");
      assertThrows(
          IllegalStateException.class,
          () -> TestSql.run(server.url(), "INSERT INTO person VALUES ('ann@example.com')"));
      String log = Files.readString(home.resolve("server.log"));
      assertTrue(log.contains("duplicate key value"), log);
      assertFalse(log.contains("ann@example.com"), log);
    }
  }

  @Test
  void aSecondStartOnTheSameFolderIsRefusedAndLeavesTheFirstAlone() {
    try (EmbeddedPostgres first = EmbeddedPostgres.start(home, PROGRAMS)) {
      PostgresException refusal =
          assertThrows(PostgresException.class, () -> EmbeddedPostgres.start(home, PROGRAMS));
      assertTrue(refusal.getMessage().contains("in use by another gateway"));
      assertEquals("1", TestSql.ask(first.url(), "SELECT 1"));
    }
  }

  @Test
  void closingStopsTheServerCleanlyEvenUnderOpenConnections() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS);
    long pid = server.pid();
    try (var open = TestSql.connect(server.url())) {
      server.close();
      assertFalse(open.isValid(1));
    }
    assertTrue(Await.gone(pid));
    assertFalse(Files.exists(home.resolve("pgdata/postmaster.pid")));
    assertTrue(
        Files.readString(home.resolve("server.log")).contains("database system is shut down"));
  }

  @Test
  void anAbortedServerRecoversAtItsNextStart() {
    EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS);
    TestSql.run(server.url(), "CREATE TABLE kept AS SELECT 8 AS n");
    server.abort();
    try (EmbeddedPostgres next = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("8", TestSql.ask(next.url(), "SELECT n FROM kept"));
    }
  }

  @Test
  void aKilledServerIsStartedAgainOnTheSamePortWithAllThatWasCommitted() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      TestSql.run(server.url(), "CREATE TABLE kept AS SELECT 7 AS n");
      long pid = server.pid();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      Await.until(() -> server.pid() > 0 && server.pid() != pid);
      Await.until(() -> TestSql.answers(server.url()));
      assertNotEquals(pid, server.pid());
      assertEquals("7", TestSql.ask(server.url(), "SELECT n FROM kept"));
    }
  }

  @Test
  void aServerThatIsDownForGoodCanStillBeClosed() throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS);
    Path aside = home.resolve("aside");
    Files.move(home.resolve("pgdata"), aside);
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    Await.until(() -> server.pid() < 0);
    server.close();
    Files.move(aside, home.resolve("pgdata"));
    try (EmbeddedPostgres next = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("1", TestSql.ask(next.url(), "SELECT 1"));
    }
  }

  @Test
  void aFileNamingAProcessThatIsNoServerDoesNotKeepItFromStarting() throws IOException {
    Path pidFile = home.resolve("pgdata/postmaster.pid");
    String stale = ProcessHandle.current().pid() + "\n" + home.resolve("pgdata") + "\n1\n5432\n\n";
    Files.writeString(pidFile, stale);
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("1", TestSql.ask(server.url(), "SELECT 1"));
    }
  }

  @Test
  void aServerThatOutlivedItsGatewayIsStoppedByTheNextStart() throws Exception {
    Path pgdata = home.toRealPath().resolve("pgdata");
    Privileges privileges = Privileges.find(home);
    List<String> bare =
        privileges.prefix().contains("unshare") ? List.of("unshare", "-U") : List.of();
    List<String> command = new ArrayList<>(bare);
    command.add(PostgresBinaries.unpackInto(PROGRAMS).program("postgres"));
    command.addAll(List.of("-D", pgdata.toString()));
    command.addAll(ServerSettings.arguments(FreePort.find(new Random())));
    Process orphan =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("o").toFile())
            .start();
    Await.until(() -> PidFile.read(pgdata).filter(PidFile::ready).isPresent());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("1", TestSql.ask(server.url(), "SELECT 1"));
      assertFalse(orphan.isAlive());
    }
  }

  @Test
  void aKilledGatewayTakesItsServerWithItAndTheNextOneFindsTheData() throws Exception {
    assumeTrue(
        Privileges.find(home).prefix().contains("--pdeathsig=INT"),
        "no setpriv here: a server outlives its killed gateway until the next start");
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName(),
                home.toString(),
                PROGRAMS.toString())
            .redirectError(home.resolve("gateway.log").toFile())
            .start();
    long pid = Long.parseLong(gateway.inputReader().readLine());
    gateway.destroyForcibly();
    assertTrue(Await.gone(pid));
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("1", TestSql.ask(server.url(), "SELECT n FROM standalone"));
    }
  }

  @Test
  void whereUserNamespacesAreRefusedRootRunsItAsNobody() throws IOException {
    assumeTrue(Privileges.find(home).owner() == 0, "only root has to become somebody else");
    openTheWay(home);
    try (EmbeddedPostgres server = startDropped()) {
      assertEquals("1", TestSql.ask(server.url(), "SELECT 1"));
      assertEquals(Privileges.NOBODY, FileTrees.ownerOf(home.resolve("pgdata/PG_VERSION")));
      assertEquals(
          Privileges.NOBODY, Files.getAttribute(Path.of("/proc/" + server.pid()), "unix:uid"));
    }
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, PROGRAMS)) {
      assertEquals("1", TestSql.ask(server.url(), "SELECT 1"));
      assertEquals(0, FileTrees.ownerOf(home.resolve("pgdata/PG_VERSION")));
    }
  }

  private EmbeddedPostgres startDropped() throws IOException {
    return EmbeddedPostgres.start(
        DataFolderLock.take(home), home.toRealPath(), PROGRAMS, Privileges.dropped());
  }

  @Test
  void aFolderMadeHalfwayIsMadeAnew() throws IOException {
    Path half = home.resolve("half");
    Files.createDirectories(half.resolve("pgdata.new/base"));
    Files.writeString(half.resolve("pgdata.new/PG_VERSION"), "1");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(half, PROGRAMS)) {
      assertEquals("1", TestSql.ask(server.url(), "SELECT 1"));
    }
    try (Stream<Path> files = Files.list(half)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".new")));
    }
  }

  @Test
  void aClusterThatCannotStartIsReportedWithTheServersOwnWords() throws IOException {
    Files.writeString(home.resolve("pgdata/PG_VERSION"), "9.6\n");
    PostgresException failure =
        assertThrows(PostgresException.class, () -> EmbeddedPostgres.start(home, PROGRAMS));
    assertTrue(failure.getMessage().contains("incompatible"), failure.getMessage());
    Files.writeString(home.resolve("pgdata/PG_VERSION"), "18\n");
    EmbeddedPostgres.start(home, PROGRAMS).close();
  }

  @Test
  void archivesAreNamedAsTheMakersOfTheBinariesNameThem() {
    assertEquals("postgres-linux-x86_64.txz", PostgresBinaries.archiveFor("Linux", "amd64"));
    assertEquals("postgres-linux-arm_64.txz", PostgresBinaries.archiveFor("Linux", "aarch64"));
    assertEquals("postgres-darwin-arm_64.txz", PostgresBinaries.archiveFor("Mac OS X", "aarch64"));
    assertEquals("postgres-darwin-x86_64.txz", PostgresBinaries.archiveFor("Mac OS X", "x86_64"));
  }

  @Test
  void theFirstStartNeedsNothingButAnEmptyFolderAndTheNextAreQuick() {
    Path empty = home.resolve("made/anew");
    EmbeddedPostgres.start(empty).close();
    long from = System.nanoTime();
    EmbeddedPostgres.start(empty).close();
    Duration taken = Duration.ofNanos(System.nanoTime() - from);
    assertTrue(taken.toSeconds() < 5, "took " + taken);
  }

  /** JUnit's folders are their owner's alone. */
  private static void openTheWay(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
