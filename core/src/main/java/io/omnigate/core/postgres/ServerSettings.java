package io.omnigate.core.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * The server's settings: durable without exception, sized for a small machine that it shares with
 * the gateway, reachable from this machine alone, and silent about content: its log never shows a
 * statement or the values of a row.
 */
final class ServerSettings {
  private static final List<String> FIXED =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=100",
          "shared_buffers=256MB",
          "effective_cache_size=1GB",
          "work_mem=8MB",
          "maintenance_work_mem=128MB",
          "wal_buffers=16MB",
          "min_wal_size=256MB",
          "max_wal_size=4GB",
          "checkpoint_timeout=15min",
          "random_page_cost=1.1",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "logging_collector=off",
          "log_destination=stderr",
          "log_checkpoints=off",
          "log_error_verbosity=terse",
          "log_min_error_statement=panic",
          "log_parameter_max_length_on_error=0");

  private ServerSettings() {}

  /** The arguments of {@code postgres}. */
  static List<String> arguments(int port) {
    List<String> arguments = new ArrayList<>();
    for (String setting : FIXED) {
      arguments.add("-c");
      arguments.add(setting);
    }
    arguments.add("-c");
    arguments.add("port=" + port);
    return arguments;
  }
}
