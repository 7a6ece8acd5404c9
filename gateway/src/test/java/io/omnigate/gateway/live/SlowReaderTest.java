package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.socket.CloseCode;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that stops reading, or reads slowly, is its own problem only. */
class SlowReaderTest {
  private static final JsonObject ALL = new JsonObject();
  private static final int WINDOW = 200;

  private final MemoryQueue queue = new MemoryQueue();
  private LiveServer server;

  @BeforeEach
  void start() {
    server = new LiveServer(queue);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoNeverReadsIsClosedWhileOthersAreServedAsFastAsBefore() {
    fill(0);
    try (LiveClient stalled = server.ann();
        LiveClient reader = server.bob()) {
      for (int i = 0; i < 4; i++) {
        stalled.subscribe("q" + i, ALL, WINDOW);
      }
      stalled.awaitView("q3", view -> view.snapshots() == 1);
      reader.subscribe("r", ALL, WINDOW);
      reader.awaitFrame("snapshot");
      stalled.stopReading();
      List<Long> millis = new ArrayList<>();
      for (int round = 1; server.subscribers() > 1 && round < 400; round++) {
        millis.add(changeSeenBy(reader, round));
      }
      assertEquals(1, server.subscribers());
      assertTrue(median(millis) < 250, "took " + median(millis) + " ms in the median");
      assertEquals(List.of(), reader.violations());
    }
  }

  @Test
  void whoFallsBehindGetsWhatWasMissedInOneDelta() throws Exception {
    fill(0);
    TestWire slow = new TestWire();
    try (LiveClient reader = server.bob()) {
      reader.subscribe("r", ALL, WINDOW);
      reader.awaitFrame("snapshot");
      subscribe(slow);
      JsonObject snapshot = new JsonObject(slow.awaitFrame(1));
      // Two frames in flight are over the bound: what follows waits for the client.
      changeSeenBy(reader, 1);
      JsonObject last = new JsonObject(slow.awaitFrame(2));
      for (int round = 2; round <= 6; round++) {
        changeSeenBy(reader, round);
      }
      assertEquals(2, slow.frames().size());
      assertEquals(List.of(true), slow.holds());
      slow.take();
      slow.take();
      JsonObject merged = new JsonObject(slow.awaitFrame(3));
      assertEquals(last.getLong("seq"), merged.getLong("from"));
      assertEquals(reader.view("r").seq(), merged.getLong("seq"));
      assertTrue(merged.getLong("seq") > snapshot.getLong("seq") + 2);
      assertEquals(WINDOW, merged.getJsonArray("upsert").size());
      assertEquals(List.of(true, false), slow.holds());
    }
  }

  @Test
  void whoIsOwedMoreThanAMegabyteIsToldToComeBack() throws Exception {
    fill(0);
    TestWire stalled = new TestWire();
    try (LiveClient reader = server.bob()) {
      reader.subscribe("r", ALL, WINDOW);
      reader.awaitFrame("snapshot");
      subscribe(stalled);
      stalled.awaitFrame(1);
      int rounds = 0;
      while (stalled.closes().isEmpty() && rounds < 40) {
        rounds++;
        changeSeenBy(reader, rounds);
      }
      assertEquals(List.of(CloseCode.TRY_AGAIN), stalled.closes());
      assertTrue(stalled.frames().size() < 5, stalled.frames().size() + " frames were queued");
    }
  }

  private void subscribe(TestWire wire) {
    Outlet outlet =
        server.hub.connect(
            wire, Session.of(new Agent("ann@example.com", "Ann", Role.AGENT), "token"));
    server.hub.subscribe(outlet, new ClientFrame.Subscribe("q", TicketFilter.ALL, WINDOW, null));
  }

  private void fill(int round) {
    for (int number = 0; number < WINDOW; number++) {
      queue.put(
          MemoryQueue.ticket(
              number, round + 1, Status.NEW, Priority.NORMAL, "x".repeat(100) + round));
    }
  }

  /** Changes every ticket and says how long the reader waited for it, in milliseconds. */
  private long changeSeenBy(LiveClient reader, int round) {
    long begun = System.nanoTime();
    fill(round);
    server.signal();
    reader.awaitView(
        "r", view -> view.tickets().stream().allMatch(t -> t.getLong("version") >= round + 1));
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
