package io.omnigate.core;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container, where there is a Docker engine. */
final class DockerPostgres {
  private static final String IMAGE = "postgres:18";
  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  private DockerPostgres() {}

  /** Testcontainers takes seconds to find that there is no engine: look for signs of one first. */
  static boolean isPossible() {
    return hasSigns() && DockerClientFactory.instance().isDockerAvailable();
  }

  /** Starts one; Testcontainers removes it after the JVM's end. */
  static String start() {
    PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
    container.setCommand("postgres", "-c", "max_connections=200");
    container.start();
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            container.getUsername(),
            container.getPassword(),
            container.getHost(),
            container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            container.getDatabaseName());
  }

  private static boolean hasSigns() {
    return System.getenv("DOCKER_HOST") != null
        || socketAnswers()
        || Files.exists(Path.of(System.getProperty("user.home"), ".testcontainers.properties"));
  }

  private static boolean socketAnswers() {
    if (Files.notExists(SOCKET)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false; // left over, or not ours to use
    }
  }
}
