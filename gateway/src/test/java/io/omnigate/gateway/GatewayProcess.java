package io.omnigate.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The gateway in a process of its own, started in a folder of the test's. */
public final class GatewayProcess implements AutoCloseable {
  private static final String READY = "Omnigate is ready on ";
  private static final int END_SECONDS = 60;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final Path out;
  private final Path err;

  private GatewayProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The arguments for a gateway with this configuration, on free ports, its data in folder too. */
  public static String[] configured(Path folder, String yaml) throws IOException {
    return configured(folder, yaml, folder.resolve("data"));
  }

  /** The same with the data elsewhere. */
  public static String[] configured(Path folder, String yaml, Path data) throws IOException {
    Path config = Files.writeString(folder.resolve("omnigate.yaml"), yaml);
    return new String[] {
      "--config",
      config.toString(),
      "--data",
      data.toString(),
      "--port",
      "0",
      "--management-port",
      "0"
    };
  }

  public static GatewayProcess start(Path folder, String... arguments) throws IOException {
    return startWithin("-Xmx512m", folder, arguments);
  }

  /** The same with a heap of a given size, such as {@code -Xmx64m}. */
  public static GatewayProcess startWithin(String heap, Path folder, String... arguments)
      throws IOException {
    return start(List.of(), heap, folder, arguments);
  }

  /** The same where {@code disk} is, which nobody else sees. */
  public static GatewayProcess startOn(SmallDisk disk, Path folder, String... arguments)
      throws IOException {
    return start(disk.mounted(), "-Xmx512m", folder, arguments);
  }

  private static GatewayProcess start(
      List<String> within, String heap, Path folder, String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "stdout-", "");
    Path err = Files.createTempFile(folder, "stderr-", "");
    List<String> command = new ArrayList<>(within);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            heap,
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new GatewayProcess(process, out, err);
  }

  /** Waits for the line that says ready; the URL in it. */
  public String awaitReady() {
    TestGateway.await(
        READY + "; so far: " + err(), () -> out().contains(READY) || !process.isAlive());
    return out()
        .lines()
        .filter(line -> line.startsWith(READY))
        .findFirst()
        .orElseThrow(() -> new AssertionError("it ended: " + err()))
        .substring(READY.length());
  }

  /** What {@code path} is to the process, which may have other disks. */
  public Path within(Path path) {
    return Path.of("/proc/" + process.pid() + "/root" + path.toAbsolutePath());
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end: " + err());
    }
    return process.exitValue();
  }

  /** Standard output so far. */
  public String out() {
    return read(out);
  }

  /** Standard error so far. */
  String err() {
    return read(err);
  }

  /** Signs in; the session's token. */
  String signIn(String url, String email, String password) throws Exception {
    String body = new JsonObject().put("email", email).put("password", password).encode();
    String answer =
        CLIENT
            .send(
                HttpRequest.newBuilder(URI.create(url + "/api/session"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return new JsonObject(answer).getString("token");
  }

  /** The channels that the first tickets came by. */
  Set<String> channelsOfTickets(String url, String token) {
    try {
      String answer =
          CLIENT
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/api/tickets?limit=100"))
                      .header("Authorization", "Bearer " + token)
                      .build(),
                  BodyHandlers.ofString())
              .body();
      Set<String> channels = new TreeSet<>();
      new JsonObject(answer)
          .getJsonArray("tickets")
          .forEach(ticket -> channels.add(((JsonObject) ticket).getString("channel")));
      return channels;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
