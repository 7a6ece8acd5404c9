package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnigate.channels.ChannelVerticle;
import io.omnigate.channels.PublicHttp;
import io.omnigate.channels.Reception;
import io.omnigate.channels.http.BytesInFlight;
import io.omnigate.channels.http.SpoolSpace;
import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.UsedTokens;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live queue behind the public server, with its deadlines. */
class PublicServerTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final MemoryQueue queue = new MemoryQueue();
  private LiveServer server;
  private ChannelVerticle door;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    server = new LiveServer(queue);
    door = door(() -> false);
    LiveServer.await(server.vertx().deployVerticle(door));
  }

  private ChannelVerticle door(BooleanSupplier taken) {
    Intake nothing = message -> Future.failedFuture("nothing comes in here");
    UsedTokens noTokens = use -> Future.failedFuture("no tokens come in here");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    return new ChannelVerticle(
        new PublicHttp("127.0.0.1", 0, SHORT, SHORT, SHORT, SHORT, Set.of()),
        new Reception(
            server.vertx(),
            Map.of(),
            nothing,
            noTokens,
            told -> Future.succeededFuture(),
            registry),
        new BytesInFlight(1024),
        spool(),
        InstantSource.system(),
        List.of(server.route()),
        taken);
  }

  private SpoolSpace spool() {
    try {
      return SpoolSpace.in(folder.resolve("spool"), server.vertx(), 1024, Duration.ofSeconds(30));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void onALoopThatIsSomebodyElsesNothingIsServed() {
    ChannelVerticle idle = door(() -> true);
    LiveServer.await(server.vertx().deployVerticle(idle));
    assertEquals(-1, idle.port());
  }

  @Test
  void aSocketOutlivesTheDeadlinesOfRequests() {
    try (LiveClient client = LiveClient.open(live(), "token-ann")) {
      client.subscribe("q1", new JsonObject(), 10);
      client.awaitFrame("snapshot");
      // Each is found by the sweep alone, a second later.
      for (int number = 1; number <= 3; number++) {
        int expected = number;
        queue.add(number);
        client.awaitView("q1", view -> view.total() == expected);
      }
      assertEquals(List.of(), client.violations());
    }
  }

  @Test
  void noCompressionIsAgreedUponForASmallFrameCouldGrowWithoutBound() throws IOException {
    String request =
        """
        GET /api/queue/live HTTP/1.1
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Extensions: permessage-deflate, deflate-frame

        """;
    try (Socket socket = new Socket("127.0.0.1", door.port())) {
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String head = in.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
      assertTrue(head.startsWith("HTTP/1.1 101"), head);
      assertFalse(head.toLowerCase().contains("sec-websocket-extensions"), head);
    }
  }

  private URI live() {
    return URI.create("http://127.0.0.1:" + door.port() + "/api/queue/live");
  }
}
