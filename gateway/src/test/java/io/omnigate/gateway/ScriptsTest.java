package io.omnigate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts, in a project of sham sources with a sham JDK and a sham Maven. */
class ScriptsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> SCRIPTS =
      List.of(
          "omnigate",
          ".ci/run",
          "tools/find-jdk",
          "tools/run",
          "tools/aot-cache",
          "deploy/postfix/omnigate-pipe");

  @TempDir Path temp;
  private Path project;
  private Path path;
  private Path jdk;

  @BeforeEach
  void layOut() throws IOException {
    project = temp.resolve("a project");
    path = temp.resolve("path");
    for (String script : List.of("omnigate", "tools/find-jdk", "tools/run", "tools/aot-cache")) {
      Files.createDirectories(project.resolve(script).getParent());
      Files.copy(ROOT.resolve(script), project.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
    }
    old(project.resolve("pom.xml"));
    for (String module : List.of("core", "channels", "gateway", "bench")) {
      old(project.resolve(module + "/pom.xml"));
      old(project.resolve(module + "/src/main/java/Some.java"));
    }
    jdk = jdk("jdk-25", "25.0.3");
    program(
        path.resolve("mvn"),
        """
        echo "$@" >> "%s/mvn.calls"
        echo '[INFO] Building Omnigate core 0.1.0-SNAPSHOT                      [2/4]'
        test ! -e "%s/broken" || { echo 'the reason'; exit 1; }
        mkdir -p gateway/target && touch gateway/target/omnigate.jar
        mkdir -p bench/target && touch bench/target/omnigate-bench.jar
        """
            .formatted(temp, temp));
  }

  @Test
  void everyScriptIsSoundBash() throws Exception {
    for (String script : SCRIPTS) {
      assertEquals("", run(ROOT, Map.of(), "bash", "-n", script).err());
      assertTrue(Files.isExecutable(ROOT.resolve(script)), script);
    }
    assumeTrue(has("shellcheck"), "shellcheck is not installed: the scripts are not linted");
    for (String script : SCRIPTS) {
      Result lint = run(ROOT, Map.of(), "shellcheck", script);
      assertEquals(0, lint.exit(), lint.out());
    }
  }

  @Test
  void theFirstStartBuildsAndTheNextOneDoesNot() throws Exception {
    Result first = omnigate("--port", "0", "two words");
    assertEquals(0, first.exit(), first.err());
    assertTrue(first.out().endsWith("omnigate.jar|--port|0|two words|\n"), first.out());
    assertTrue(first.err().contains("2/4 Omnigate core"), first.err());
    assertEquals("", omnigate().err());
    assertEquals(1, builds());
  }

  @Test
  void theBenchIsBuiltTooAndStartsGatewaysByThisScript() throws Exception {
    omnigate();
    Files.delete(project.resolve("bench/target/omnigate-bench.jar"));
    Result bench = omnigate("bench", "--short", "--only", "chat");
    assertEquals(0, bench.exit(), bench.err());
    assertEquals(2, builds());
    String project = this.project.toRealPath().toString();
    assertTrue(bench.out().contains("omnigate-bench.jar|--gateway|" + project + "/omnigate|"));
    assertTrue(bench.out().endsWith("|--short|--only|chat|\n"), bench.out());
  }

  @Test
  void whatTheBenchStartsIsNotBuiltAnewInTheMiddleOfIt() throws Exception {
    omnigate();
    Files.setLastModifiedTime(
        project.resolve("core/src/main/java/Some.java"),
        FileTime.from(Instant.now().plusSeconds(60)));
    Result start =
        run(
            temp,
            Map.of(
                "OMNIGATE_AS_BUILT", "1", "OMNIGATE_JAVA_HOME", jdk.toString(), "PATH", withPath()),
            launcher());
    assertEquals(0, start.exit(), start.err());
    assertEquals(1, builds());
  }

  @Test
  void aSourceThatChangedIsBuiltOnceMoreEvenWhereTheJarItselfStaysAsItIs() throws Exception {
    omnigate();
    old(project.resolve("gateway/target/omnigate.jar"));
    Files.setLastModifiedTime(
        project.resolve("core/src/main/java/Some.java"),
        FileTime.from(Instant.now().minusSeconds(1)));
    Files.setLastModifiedTime(
        project.resolve("gateway/target/omnigate.built"),
        FileTime.from(Instant.now().minusSeconds(60)));
    omnigate();
    omnigate();
    assertEquals(2, builds());
  }

  @Test
  void aBuildThatFailsShowsItsOutputAndStartsNothing() throws Exception {
    Files.createFile(temp.resolve("broken"));
    Result start = omnigate();
    assertEquals(1, start.exit());
    assertEquals("", start.out());
    assertTrue(start.err().contains("the reason"), start.err());
  }

  @Test
  void withoutMavenOneLineSaysWhatToInstall() throws Exception {
    Files.delete(path.resolve("mvn"));
    for (String tool : List.of("dirname", "readlink", "find", "mkdir", "sed", "flock", "bash")) {
      Path real = Path.of("/usr/bin", tool);
      assumeTrue(Files.exists(real), tool + " is not in /usr/bin");
      program(path.resolve(tool), "exec " + real + " \"$@\"\n");
    }
    Result start = run(temp, Map.of("PATH", path.toString()), launcher());
    assertEquals(2, start.exit());
    assertTrue(start.err().contains("Maven is needed"), start.err());
    assertEquals(1, start.err().lines().count());
  }

  @Test
  void aJdkThatIsTooOldIsNamedInOneLine() throws Exception {
    Path older = jdk("jdk-17", "17.0.12");
    Result start = run(temp, Map.of("OMNIGATE_JAVA_HOME", older.toString()), launcher());
    assertEquals(2, start.exit());
    assertTrue(start.err().contains(older.toString()), start.err());
    assertEquals(1, start.err().lines().count());
  }

  @Test
  void aJavaHomeThatIsTooOldIsPassedOverForOneThatServes() throws Exception {
    Path older = jdk("jdk-17", "17.0.12");
    String pathed = jdk.resolve("bin") + ":" + System.getenv("PATH");
    Result found =
        run(
            temp,
            Map.of("JAVA_HOME", older.toString(), "PATH", pathed),
            project.resolve("tools/find-jdk").toString());
    assertEquals(jdk.toRealPath() + "\n", found.out());
  }

  @Test
  void optionsAreThoseTheJdkKnowsAndTheUsersComeLast() throws Exception {
    Result newest = omnigate();
    assertTrue(newest.out().contains("-XX:+UseCompactObjectHeaders|"), newest.out());
    String before24 = jdk("jdk-21", "21.0.9").toString();
    Result oldest =
        run(
            temp,
            Map.of(
                "OMNIGATE_JAVA_HOME",
                before24,
                "OMNIGATE_JAVA_OPTS",
                "-Xmx2g -Da=b",
                "PATH",
                withPath()),
            launcher());
    assertFalse(oldest.out().contains("UseCompactObjectHeaders"), oldest.out());
    assertFalse(oldest.out().contains("unsafe"), oldest.out());
    assertTrue(oldest.out().contains("|-Xmx2g|-Da=b|-jar|"), oldest.out());
  }

  @Test
  void aCacheIsGivenToTheJvmThatTakesOneAndItsRefusalIsNoNews() throws Exception {
    assertFalse(omnigate().out().contains("AOTCache"));
    Path cache = Files.createFile(project.resolve("gateway/target/omnigate.aot"));
    String with = omnigate().out();
    assertTrue(with.contains("|-XX:AOTCache=" + cache.toRealPath() + "|-Xlog:aot=off|"), with);
    jdk("jdk-25", "24.0.2");
    assertFalse(omnigate().out().contains("AOTCache"));
  }

  @Test
  void aCacheThatCannotBeTrainedIsToldInOneLineAndFailsNoBuild() throws Exception {
    Path jar = packed();
    Result training = train(jar);
    assertEquals(0, training.exit(), training.err());
    assertTrue(training.err().contains("no AOT cache: the training run"), training.err());
    assertEquals(1, training.err().lines().count());
    jdk("jdk-25", "21.0.9");
    assertTrue(train(jar).err().contains("it takes JDK 25"));
    assertFalse(Files.exists(jar.resolveSibling("omnigate.aot")));
  }

  @Test
  void aCacheIsTrainedOnceForAJarItsLibrariesAndAJdk() throws Exception {
    Path jar = packed();
    Files.createFile(jar.resolveSibling("ready"));
    assertEquals("", train(jar).err());
    assertEquals("trained", Files.readString(jar.resolveSibling("omnigate.aot")).strip());
    train(jar);
    assertEquals(1, trainings());
    Files.createFile(jar.resolveSibling("lib").resolve("another.jar"));
    train(jar);
    assertEquals(2, trainings());
    jdk("jdk-25", "25.0.4");
    train(jar);
    assertEquals(3, trainings());
  }

  @Test
  void itStartsFromAnyFolderAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("linked"), project.resolve("omnigate"));
    Result start =
        run(
            Files.createDirectory(temp.resolve("elsewhere")),
            Map.of("OMNIGATE_JAVA_HOME", jdk.toString(), "PATH", withPath()),
            link.toString());
    assertEquals(0, start.exit(), start.err());
    assertTrue(start.out().startsWith(temp.toRealPath().resolve("elsewhere") + "|"), start.out());
  }

  private record Result(int exit, String out, String err) {}

  private Result omnigate(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    return run(
        temp,
        Map.of("OMNIGATE_JAVA_HOME", jdk.toString(), "PATH", withPath()),
        command.toArray(String[]::new));
  }

  private Path packed() throws IOException {
    Path jar = project.resolve("gateway/target/omnigate.jar");
    old(jar);
    old(jar.resolveSibling("lib").resolve("some.jar"));
    return jar;
  }

  private Result train(Path jar) throws Exception {
    return run(
        temp,
        Map.of("OMNIGATE_JAVA_HOME", jdk.toString(), "PATH", withPath()),
        project.resolve("tools/aot-cache").toString(),
        jar.toString());
  }

  private long trainings() throws IOException {
    return Files.readAllLines(temp.resolve("trainings")).size();
  }

  private String launcher() {
    return project.resolve("omnigate").toString();
  }

  private String withPath() {
    return path + ":" + System.getenv("PATH");
  }

  private long builds() throws IOException {
    return Files.readAllLines(temp.resolve("mvn.calls")).size();
  }

  /**
   * A JDK whose java prints its folder and its arguments; beside a file called ready it says so,
   * and when it is told to end it leaves a cache.
   */
  private Path jdk(String name, String version) throws IOException {
    Path home = temp.resolve(name);
    program(
        home.resolve("bin/java"),
        """
        printf '%%s|' "$PWD" "$@"; echo
        test -e ready || exit 0
        echo one >> "%s/trainings"
        trap 'echo trained > omnigate.aot.new; exit 0' TERM
        echo 'Omnigate is ready on'
        while :; do sleep 0.1; done
        """
            .formatted(temp));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/bash\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void old(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private static boolean has(String program) throws Exception {
    return run(ROOT, Map.of(), "bash", "-c", "command -v " + program).exit() == 0;
  }

  private static Result run(Path folder, Map<String, String> environment, String... command)
      throws Exception {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("OMNIGATE_"));
      builder.environment().remove("JAVA_HOME");
      builder.environment().putAll(environment);
      Process process = builder.start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs: " + String.join(" ", command));
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
