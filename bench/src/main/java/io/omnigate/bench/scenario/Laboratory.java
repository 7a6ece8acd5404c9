package io.omnigate.bench.scenario;

import io.omnigate.bench.target.GatewayServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where gateways are started: the command, and a folder for their data, which has to lie on a disk
 * that can be synced.
 */
public final class Laboratory {
  private final List<String> command;
  private final Path folder;

  /** A laboratory in {@code folder}, which is made if missing. */
  public Laboratory(List<String> command, Path folder) {
    this.command = List.copyOf(command);
    this.folder = folder;
  }

  /** A fresh data folder. */
  public Path freshData() throws IOException {
    Files.createDirectories(folder);
    return Files.createTempDirectory(folder, "data-");
  }

  /** Starts a gateway on {@code data}, fresh or not, with the bench's configuration. */
  public GatewayServer start(Path data) throws IOException, InterruptedException {
    return start(data, "");
  }

  /**
   * The same with more configuration.
   *
   * @param more YAML: further sections of the configuration
   */
  public GatewayServer start(Path data, String more) throws IOException, InterruptedException {
    return GatewayServer.start(command, data, configuration() + more);
  }

  private static String configuration() {
    try (InputStream in = Laboratory.class.getResourceAsStream("/bench/gateway.yaml")) {
      if (in == null) {
        throw new IllegalStateException("bench/gateway.yaml is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
