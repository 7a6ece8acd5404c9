package io.omnigate.channels.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolSpaceTest {
  private static final int ROUNDS = 200;

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** As during a restart where the old gateway and the new one overlap. */
  @Test
  void aGatewayStartsWhileAnotherOneStops() throws Exception {
    Path folder = data.resolve("spool");
    try (ExecutorService gateways = Executors.newFixedThreadPool(4)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        done.add(gateways.submit(() -> startAndStop(folder)));
      }
      for (Future<?> each : done) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    try (var left = Files.list(folder).filter(Files::isDirectory)) {
      assertEquals(0, left.count());
    }
  }

  private Void startAndStop(Path folder) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      SpoolSpace space = SpoolSpace.in(folder, vertx, 1_000, Duration.ofSeconds(30));
      space.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    return null;
  }
}
