package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.channels.socket.Patience;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to clients who keep a socket waiting. */
class PatienceTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void whoSaysNothingIsClosed() throws Throwable {
    Patience patience = new Patience(SHORT, LONG, LONG, LONG);
    try (LiveServer server = new LiveServer(new MemoryQueue(), patience);
        LiveClient client = LiveClient.open(server.live(), Map.of())) {
      assertEquals(4401, client.awaitClose());
    }
  }

  @Test
  void aSessionEndedOnAnotherNodeClosesItsSocketsAtTheNextLook() {
    Patience patience = new Patience(LONG, LONG, SHORT, LONG);
    try (LiveServer server = new LiveServer(new MemoryQueue(), patience);
        LiveClient client = server.ann()) {
      client.subscribe("q1", new JsonObject(), 10);
      client.awaitFrame("snapshot");
      server.endSessionElsewhere("token-ann");
      assertEquals(4401, client.awaitClose());
    }
  }

  @Test
  void whoAnswersPingsStays() throws InterruptedException {
    Patience patience = new Patience(LONG, Duration.ofSeconds(1), LONG, LONG);
    MemoryQueue queue = new MemoryQueue();
    try (LiveServer server = new LiveServer(queue, patience);
        LiveClient client = server.ann()) {
      client.subscribe("q1", new JsonObject(), 10);
      client.awaitFrame("snapshot");
      for (int number = 0; number < 20; number++) { // in which four pings come
        Thread.sleep(200);
        int expected = number + 1;
        queue.add(number);
        server.signal();
        client.awaitView("q1", view -> view.total() == expected);
      }
    }
  }

  @Test
  void whoAnswersNoPingIsDropped() throws IOException {
    Patience patience = new Patience(LONG, SHORT, LONG, LONG);
    try (LiveServer server = new LiveServer(new MemoryQueue(), patience);
        Socket deaf = upgraded(server)) {
      // The answers to the handshake, the pings and the end: nothing is ever written back.
      deaf.setSoTimeout(10_000);
      assertEquals(-1, lastByte(deaf));
    }
  }

  @Test
  void whoDoesNotTakeTheGoodByeIsDropped() throws IOException {
    Patience patience = new Patience(SHORT, LONG, LONG, SHORT);
    try (LiveServer server = new LiveServer(new MemoryQueue(), patience);
        Socket deaf = upgraded(server)) {
      deaf.setSoTimeout(10_000);
      assertEquals(-1, lastByte(deaf));
    }
  }

  private static int lastByte(Socket socket) throws IOException {
    int last = 0;
    while (last >= 0) {
      last = socket.getInputStream().read();
    }
    return last;
  }

  private static Socket upgraded(LiveServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.live().getPort());
    OutputStream out = socket.getOutputStream();
    String request =
        """
        GET /api/queue/live HTTP/1.1
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """;
    out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }
}
