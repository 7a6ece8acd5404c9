package io.omnigate.bench.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a process of its own, with its embedded PostgreSQL, on this machine. Started by a
 * command that takes the arguments of {@code ./omnigate} and becomes the JVM itself, so that the
 * process's id is the JVM's.
 */
public final class GatewayServer implements AutoCloseable {
  private static final String READY = "Omnigate is ready on ";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 2;

  private final Process process;
  private final Path data;
  private final int port;
  private final int managementPort;
  private final Duration startedWithin;
  private final Database database;

  private GatewayServer(
      Process process, Path data, int port, int managementPort, Duration startedWithin) {
    this.process = process;
    this.data = data;
    this.port = port;
    this.managementPort = managementPort;
    this.startedWithin = startedWithin;
    this.database = Database.of(data);
  }

  /**
   * Starts one and waits until it says that it is ready.
   *
   * @param command the launcher, or what does the same
   * @param data its data folder; made if missing, and started again on if there
   * @param config its configuration
   * @throws IllegalStateException where it ends, or takes a minute, with its last lines
   */
  public static GatewayServer start(List<String> command, Path data, String config)
      throws IOException, InterruptedException {
    Files.createDirectories(data);
    Path file = Files.writeString(data.resolve("bench.yaml"), config);
    Path out = data.resolve("gateway.out");
    Path err = data.resolve("gateway.log");
    int port = freePort();
    int managementPort = freePort();
    List<String> whole = new ArrayList<>(command);
    whole.addAll(
        List.of(
            "--config", file.toString(),
            "--data", data.toString(),
            "--port", Integer.toString(port),
            "--management-port", Integer.toString(managementPort)));
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(whole)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
            .start();
    // A bench that is ended in the middle leaves no gateway behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    while (!Files.readString(out).contains(READY)) {
      if (!process.isAlive() || System.nanoTime() - from > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException("the gateway did not start:\n" + Files.readString(err));
      }
      process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    Duration within = Duration.ofNanos(System.nanoTime() - from);
    return new GatewayServer(process, data, port, managementPort, within);
  }

  /** Where its public server listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where metrics and health are found. */
  public String managementUrl() {
    return "http://127.0.0.1:" + managementPort;
  }

  /** Its data folder. */
  public Path data() {
    return data;
  }

  /** Its JVM's process. */
  public long pid() {
    return process.pid();
  }

  /** From the launcher's start to the line that says ready. */
  public Duration startedWithin() {
    return startedWithin;
  }

  /** Its database. */
  public Database database() {
    return database;
  }

  /** The processor time used until now. */
  public Cpu cpu() {
    return new Cpu(
        ProcFiles.cpu(pid()),
        ProcFiles.cpuOfTree(database.pid()),
        ProcFiles.cpu(ProcessHandle.current().pid()));
  }

  /** The JVM's resident memory in bytes. */
  public long residentBytes() {
    return ProcFiles.bytes(pid(), "VmRSS");
  }

  /** The most of it that there ever was. */
  public long residentPeakBytes() {
    return ProcFiles.bytes(pid(), "VmHWM");
  }

  /** Ends it as an operator would, by SIGTERM, and waits. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
