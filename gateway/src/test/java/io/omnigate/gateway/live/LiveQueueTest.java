package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.gateway.api.TicketJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveQueueTest {
  private static final JsonObject ALL = new JsonObject();
  private static final JsonObject WAITING =
      new JsonObject().put("status", new JsonArray(List.of("new", "open")));

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
  void aSnapshotHoldsTheWindowInQueueOrderAndTheTotal() {
    IntStream.range(0, 5).forEach(queue::add);
    queue.put(MemoryQueue.ticket(9, 1, Status.NEW, Priority.URGENT, "burning"));
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", WAITING, 3);
      JsonObject snapshot = client.awaitFrame("snapshot");
      assertEquals(Set.of("op", "id", "epoch", "seq", "total", "tickets"), snapshot.fieldNames());
      assertEquals("q1", snapshot.getString("id"));
      assertEquals(6, snapshot.getLong("total"));
      assertEquals(ids(9, 0, 1), client.view("q1").ids());
      assertEquals(
          TicketJson.of(MemoryQueue.ticket(9, 1, Status.NEW, Priority.URGENT, "burning")),
          snapshot.getJsonArray("tickets").getJsonObject(0));
    }
  }

  @Test
  void aChangeComesAsADeltaWithItsRankAndWhatFellOutOfTheWindow() {
    IntStream.range(1, 4).forEach(queue::add);
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 3);
      long seq = client.awaitFrame("snapshot").getLong("seq");
      queue.add(0);
      server.signal();
      JsonObject delta = client.awaitFrame("delta");
      assertEquals(Set.of("op", "id", "seq", "total", "upsert", "remove"), delta.fieldNames());
      assertEquals(seq + 1, delta.getLong("seq"));
      assertEquals(4, delta.getLong("total"));
      assertEquals(0, delta.getJsonArray("upsert").getJsonObject(0).getInteger("rank"));
      assertEquals(new JsonArray(ids(3)), delta.getJsonArray("remove"));
      assertEquals(ids(0, 1, 2), client.view("q1").ids());
    }
  }

  @Test
  void aChangeThatNoSignalToldIsHealedWithinSeconds() {
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 10);
      client.awaitFrame("snapshot");
      queue.add(1);
      client.awaitView("q1", view -> view.ids().equals(ids(1)));
    }
  }

  @Test
  void aChangeBehindTheWindowChangesTheTotalOnly() {
    IntStream.range(0, 3).forEach(queue::add);
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 2);
      client.awaitFrame("snapshot");
      queue.add(7);
      server.signal();
      JsonObject delta = client.awaitFrame("delta");
      assertEquals(4, delta.getLong("total"));
      assertTrue(delta.getJsonArray("upsert").isEmpty());
    }
  }

  @Test
  void whatWasMissedFollowsStepByStepAfterACutConnection() {
    queue.add(0);
    try (LiveClient watcher = server.bob();
        LiveClient first = server.ann()) {
      watcher.subscribe("w", ALL, 10);
      first.subscribe("q1", ALL, 10);
      LiveClient.View before = first.awaitView("q1", view -> view.total() == 1);
      watcher.awaitFrame("snapshot");
      first.cut();
      for (int number = 1; number <= 5; number++) {
        int expected = number + 1;
        queue.add(number);
        server.signal();
        watcher.awaitView("w", view -> view.total() == expected);
      }
      try (LiveClient again = server.ann()) {
        again.resume("q2", ALL, 10, before);
        LiveClient.View after = again.awaitView("q2", view -> view.total() == 6);
        assertEquals(0, after.snapshots());
        // A sweep that reads the window before and the total after an addition makes two steps of
        // it.
        assertTrue(after.deltas() >= 5, after.toString());
        assertEquals(before.seq() + after.deltas(), after.seq());
        assertEquals(ids(0, 1, 2, 3, 4, 5), after.ids());
        assertEquals(List.of(), again.violations());
      }
    }
  }

  @Test
  void nothingIsSentAfterAResumeThatMissedNothing() {
    queue.add(0);
    try (LiveClient first = server.ann();
        LiveClient again = server.ann()) {
      first.subscribe("q1", ALL, 10);
      LiveClient.View view = first.awaitView("q1", v -> v.total() == 1);
      first.cut();
      again.resume("q1", ALL, 10, view);
      queue.add(1);
      server.signal();
      LiveClient.View after = again.awaitView("q1", v -> v.total() == 2);
      assertEquals(0, after.snapshots());
      assertEquals(List.of(), again.violations());
    }
  }

  @Test
  void whoResumesALongGoneOrForeignSequenceGetsASnapshot() {
    queue.add(0);
    try (LiveClient client = server.ann()) {
      client.resume("q1", ALL, 10, new LiveClient.View("feed", 7, 0, List.of(), 0, 0));
      LiveClient.View fresh = client.awaitView("q1", view -> view.snapshots() == 1);
      assertNotEquals("feed", fresh.epoch());
      client.resume("q2", ALL, 10, new LiveClient.View(fresh.epoch(), 9999, 0, List.of(), 0, 0));
      assertEquals(ids(0), client.awaitView("q2", view -> view.snapshots() == 1).ids());
    }
  }

  @Test
  void whoMissedMoreThanIsRememberedGetsASnapshot() {
    queue.add(0);
    try (LiveClient watcher = server.bob();
        LiveClient first = server.ann()) {
      watcher.subscribe("w", ALL, 10);
      first.subscribe("q1", ALL, 10);
      LiveClient.View before = first.awaitView("q1", view -> view.total() == 1);
      watcher.awaitFrame("snapshot");
      first.cut();
      for (int change = 0; change < 300; change++) {
        long seq = watcher.view("w").seq();
        queue.touch(0);
        server.signal();
        watcher.awaitView("w", view -> view.seq() > seq);
      }
      try (LiveClient again = server.ann()) {
        again.resume("q1", ALL, 10, before);
        LiveClient.View after = again.awaitView("q1", view -> view.snapshots() == 1);
        assertEquals(watcher.view("w").tickets(), after.tickets());
      }
    }
  }

  @Test
  void aViewThatWasLeftAloneIsResumedWithEverythingThatHappenedMeanwhile() {
    queue.add(0);
    LiveClient.View before;
    try (LiveClient first = server.ann()) {
      first.subscribe("q1", ALL, 10);
      before = first.awaitView("q1", view -> view.total() == 1);
    }
    queue.add(1);
    queue.touch(0);
    try (LiveClient again = server.ann()) {
      again.resume("q1", ALL, 10, before);
      LiveClient.View after = again.awaitView("q1", view -> view.total() == 2);
      assertEquals(0, after.snapshots());
      assertEquals(2, after.tickets().getFirst().getLong("version"));
    }
  }

  @Test
  void subscribingAgainUnderTheSameIdReplacesTheFilter() {
    queue.add(0);
    queue.add(1);
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 10);
      client.awaitView("q1", view -> view.total() == 2);
      client.subscribe("q1", filter("channel", "chat"), 10);
      client.awaitView("q1", view -> view.ids().equals(ids(1)));
      assertEquals(1.0, server.registry.get("omnigate.live.subscribers").gauge().value());
    }
  }

  @Test
  void nothingComesAnyMoreAfterUnsubscribing() {
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 10);
      client.subscribe("q2", filter("channel", "mail"), 10);
      client.awaitView("q2", view -> view.snapshots() == 1);
      client.send(new JsonObject().put("op", "unsubscribe").put("id", "q1"));
      queue.add(2);
      server.signal();
      client.awaitView("q2", view -> view.total() == 1);
      queue.add(4);
      server.signal();
      client.awaitView("q2", view -> view.total() == 2);
      assertEquals(0, client.view("q1").deltas());
    }
  }

  @Test
  void meIsWhoeverAsks() {
    IntStream.range(0, 6).forEach(queue::add);
    JsonObject mine = new JsonObject().put("assignee", "me");
    try (LiveClient ann = server.ann();
        LiveClient bob = server.bob()) {
      ann.subscribe("mine", mine, 10);
      bob.subscribe("mine", mine, 10);
      assertEquals(ids(0, 5), ann.awaitView("mine", view -> view.snapshots() == 1).ids());
      assertEquals(ids(), bob.awaitView("mine", view -> view.snapshots() == 1).ids());
      bob.subscribe("free", new JsonObject().put("assignee", "none"), 10);
      assertEquals(ids(1, 2, 3, 4), bob.awaitView("free", view -> view.snapshots() == 1).ids());
    }
  }

  @Test
  void aViewWaitsForADatabaseThatIsAwayAndComesByItself() {
    queue.add(0);
    queue.away(true);
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 10);
      client.send(new JsonObject().put("op", "next").put("ref", "r1"));
      assertEquals("r1", client.awaitFrame("error").getString("ref"));
      queue.away(false);
      client.awaitView("q1", view -> view.ids().equals(ids(0)));
    }
  }

  @Test
  void aWrongFilterIsAnErrorThatNamesTheSubscriptionAndTheField() {
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", new JsonObject().put("colour", "red"), 10);
      JsonObject error = client.awaitFrame("error");
      assertEquals("q1", error.getString("id"));
      assertEquals("invalid-field", error.getString("code"));
      assertEquals("filter.colour", error.getString("field"));
      assertFalse(error.getString("detail").isBlank());
    }
  }

  @Test
  void theSeventeenthSubscriptionIsRefused() {
    try (LiveClient client = server.ann()) {
      for (int i = 0; i < Outlet.MAX_SUBSCRIPTIONS; i++) {
        client.subscribe("q" + i, ALL, 10);
      }
      client.subscribe("more", ALL, 10);
      JsonObject error = client.awaitFrame("error");
      assertEquals("more", error.getString("id"));
      assertEquals("too-many-subscriptions", error.getString("code"));
      client.subscribe("q0", ALL, 20);
      client.awaitView("q0", view -> view.snapshots() > 0);
    }
  }

  @Test
  void malformedFramesAreAnsweredAndTheFifthInARowClosesTheSocket() {
    try (LiveClient client = server.ann()) {
      for (String bad : List.of("{", "[]", "{\"op\":\"dance\"}", "{\"op\":7}", "nonsense")) {
        client.sendText(bad);
        client.awaitFrame("error");
      }
      assertEquals(1008, client.awaitClose());
    }
  }

  @Test
  void nextIsAnsweredWithTheTicketAndTheCallersReference() {
    try (LiveClient client = server.ann()) {
      client.send(new JsonObject().put("op", "next").put("ref", "r1"));
      JsonObject none = client.awaitFrame("next");
      assertTrue(none.containsKey("ticket"));
      assertNull(none.getValue("ticket"));
      assertEquals("r1", none.getString("ref"));
      queue.add(3);
      client.send(new JsonObject().put("op", "next"));
      JsonObject some = client.awaitFrame("next");
      assertEquals(MemoryQueue.id(3).value(), some.getJsonObject("ticket").getString("id"));
      assertFalse(some.containsKey("ref"));
    }
  }

  @Test
  void whoViewsATicketIsToldWhoElseDoes() {
    JsonObject viewing =
        new JsonObject().put("op", "viewing").put("ticket", MemoryQueue.id(1).value());
    try (LiveClient ann = server.ann()) {
      ann.send(viewing);
      assertEquals(List.of("Ann"), names(ann.awaitFrame("presence")));
      try (LiveClient bob = server.bob()) {
        bob.send(viewing);
        assertEquals(List.of("Ann", "Bob"), names(bob.awaitFrame("presence")));
        assertEquals(List.of("Ann", "Bob"), names(ann.awaitFrame("presence")));
        bob.send(new JsonObject().put("op", "viewing").putNull("ticket"));
        assertEquals(List.of("Ann"), names(ann.awaitFrame("presence")));
        bob.send(viewing);
        assertEquals(List.of("Ann", "Bob"), names(ann.awaitFrame("presence")));
      }
      assertEquals(List.of("Ann"), names(ann.awaitFrame("presence")));
    }
  }

  @Test
  void aPageCanAskWhetherTheGatewayIsThere() {
    try (LiveClient client = server.ann()) {
      client.send(new JsonObject().put("op", "ping"));
      client.awaitFrame("pong");
    }
  }

  @Test
  void everySocketIsToldToConnectAgainWhenTheGatewayStops() {
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 10);
      client.awaitFrame("snapshot");
      LiveServer.await(server.hub.close());
      assertEquals(1012, client.awaitClose());
    }
  }

  @Test
  void theLagFromCommitToFrameIsMeasured() {
    try (LiveClient client = server.ann()) {
      client.subscribe("q1", ALL, 10);
      client.awaitFrame("snapshot");
      queue.add(1);
      server.signal();
      client.awaitFrame("delta");
      queue.add(2);
      server.signal();
      client.awaitFrame("delta");
      assertTrue(server.registry.get("omnigate.live.lag").timer().count() > 0);
    }
  }

  private static JsonObject filter(String key, String value) {
    return new JsonObject().put(key, new JsonArray().add(value));
  }

  private static List<String> names(JsonObject presence) {
    return presence.getJsonArray("agents").stream()
        .map(agent -> ((JsonObject) agent).getString("name"))
        .toList();
  }

  private static List<String> ids(int... numbers) {
    return IntStream.of(numbers).mapToObj(number -> MemoryQueue.id(number).value()).toList();
  }
}
