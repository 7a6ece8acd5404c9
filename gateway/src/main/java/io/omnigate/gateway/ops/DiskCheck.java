package io.omnigate.gateway.ops;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is room under the data folder; a full disk refuses contacts one by one. */
public final class DiskCheck {
  private static final long MIB = 1L << 20;

  private DiskCheck() {}

  /**
   * The check.
   *
   * @param floorMiB the least free space
   */
  public static HealthCheck of(Vertx vertx, Path folder, int floorMiB) {
    return new HealthCheck(
        "disk", () -> vertx.executeBlocking(() -> free(folder, floorMiB), false));
  }

  private static String free(Path folder, int floorMiB) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace() / MIB;
    if (free < floorMiB) {
      throw new IOException(free + " MiB free, below the floor of " + floorMiB + " MiB");
    }
    return free + " MiB free";
  }
}
