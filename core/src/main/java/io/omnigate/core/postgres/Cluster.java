package io.omnigate.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one database cluster and the means to run programs on it.
 *
 * @param pgdata PostgreSQL's own folder
 * @param password of the one user; known to the gateway alone
 */
record Cluster(
    Path pgdata, String password, PostgresBinaries binaries, Privileges privileges, ServerLog log) {
  /** The one user. */
  static final String USER = "omnigate";

  /** The one database. */
  static final String DATABASE = "omnigate";

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final int PASSWORD_BYTES = 24;

  /** The cluster below {@code home}; it is made the first time. */
  static Cluster open(Path home, PostgresBinaries binaries, Privileges privileges)
      throws IOException, InterruptedException {
    Cluster cluster =
        new Cluster(
            home.resolve("pgdata"),
            password(home.resolve("password")),
            binaries,
            privileges,
            new ServerLog(home.resolve("server.log")));
    if (Files.notExists(cluster.pgdata)) {
      cluster.initialise(home);
    }
    FileTrees.giveTo(cluster.pgdata, privileges.owner());
    return cluster;
  }

  /** A program on this cluster, not yet started: its environment bare, its output logged. */
  ProcessBuilder program(String name, List<String> arguments) throws IOException {
    List<String> program = new ArrayList<>();
    program.add(binaries.program(name));
    program.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(privileges.command(program))
            .redirectErrorStream(true)
            .redirectOutput(log.redirect());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "TMPDIR"));
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** Made beside its place and moved there when it is whole: a cut leaves nothing half-made. */
  private void initialise(Path home) throws IOException, InterruptedException {
    LOG.atInfo().addKeyValue("folder", pgdata).log("making the database cluster");
    Path fresh = home.resolve("pgdata.new");
    FileTrees.delete(fresh);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path secret = home.resolve("password.initdb");
    FileTrees.writePrivately(secret, password);
    FileTrees.giveTo(fresh, privileges.owner());
    FileTrees.giveTo(secret, privileges.owner());
    try {
      run(
          "",
          "initdb",
          "--pgdata=" + fresh,
          "--username=" + USER,
          "--pwfile=" + secret,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--data-checksums",
          "--no-instructions");
      run(
          "CREATE DATABASE " + DATABASE,
          "postgres",
          "--single",
          "-D",
          fresh.toString(),
          "postgres");
    } finally {
      Files.deleteIfExists(secret);
    }
    Files.move(fresh, pgdata, StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(String input, String name, String... arguments)
      throws IOException, InterruptedException {
    Process process = program(name, List.of(arguments)).start();
    try (var stdin = process.outputWriter()) {
      stdin.write(input);
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new PostgresException(
          name + " failed with exit code " + exit + "; its last lines were\n" + log.tail());
    }
  }

  private static String password(Path file) throws IOException {
    if (Files.notExists(file)) {
      byte[] bytes = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(bytes);
      FileTrees.writePrivately(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return Files.readString(file).strip();
  }
}
