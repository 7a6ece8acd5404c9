package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.NextRequest;
import io.omnigate.core.error.Failure;
import io.omnigate.core.queue.TicketFilter;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A live view folded from its frames is what the same query answers, whatever happened. */
class FoldEqualsQueryTest {
  private static final int STEPS = 250;
  private static final JsonObject ALL = new JsonObject();

  /** A filter as a client writes it and as the query takes it. */
  private record Shown(JsonObject json, TicketFilter filter, int limit) {}

  private static final Map<String, Shown> VIEWS =
      Map.of(
          "all",
          new Shown(ALL, TicketFilter.ALL, 200),
          "top",
          new Shown(
              new JsonObject().put("status", new JsonArray().add("new").add("open")),
              filter(Set.of(Status.NEW, Status.OPEN), Set.of(), Set.of(), null, null),
              5),
          "chat",
          new Shown(
              new JsonObject().put("channel", new JsonArray().add("chat")),
              filter(Set.of(), Set.of(), Set.of("chat"), null, null),
              20),
          "hot",
          new Shown(
              new JsonObject().put("priority", new JsonArray().add("urgent").add("high")),
              filter(Set.of(), Set.of(Priority.URGENT, Priority.HIGH), Set.of(), null, null),
              10),
          "mine",
          new Shown(
              new JsonObject().put("assignee", "me"),
              filter(Set.of(), Set.of(), Set.of(), LiveServer.ANN, null),
              50),
          "words",
          new Shown(
              new JsonObject().put("q", "mail"),
              filter(Set.of(), Set.of(), Set.of(), null, "mail"),
              7));

  private final List<TicketId> tickets = new ArrayList<>();
  private String url;
  private LiveNode node;
  private LiveNode other;

  @BeforeEach
  void start() {
    url = TestPostgres.freshDatabase();
    node = new LiveNode(url, "one");
    other = new LiveNode(url, "two");
  }

  @AfterEach
  void stop() {
    node.close();
    other.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void onBothNodesAfterAnyHistoryAndAnyCuts(long seed) {
    Random random = new Random(seed);
    LiveClient here = subscribed(node.server.ann());
    LiveClient there = subscribed(other.server.ann());
    for (int step = 0; step < STEPS; step++) {
      act(random);
      if (random.nextInt(25) == 0) {
        here = resumed(here);
      }
    }
    for (LiveClient client : List.of(here, there)) {
      VIEWS.forEach((id, shown) -> assertShows(client, id, shown));
      assertEquals(List.of(), client.violations());
      client.close();
    }
  }

  @Test
  void bothOfTwoTransactionsThatCommitInTheOtherOrderReachTheView() throws Exception {
    TicketId held = MemoryQueue.id(1);
    TicketId quick = MemoryQueue.id(2);
    try (LiveClient client = node.server.ann();
        Connection connection = TestSql.connect(url)) {
      client.subscribe("all", ALL, 10);
      client.awaitFrame("snapshot");
      connection.setAutoCommit(false);
      LiveNode.arrive(connection, held, Priority.NORMAL, "mail");
      LiveNode.arrive(url, quick, Priority.NORMAL, "mail");
      node.signal.changed();
      client.awaitView("all", view -> view.ids().equals(List.of(quick.value())));
      connection.commit();
      node.signal.changed();
      client.awaitView("all", view -> view.total() == 2);
      assertEquals(node.list(TicketFilter.ALL, 10), client.view("all").tickets());
    }
  }

  @Test
  void aChangeOnOneNodeReachesTheViewsOfTheOtherEvenAfterItsListenerWasCutOff() {
    try (LiveClient client = other.server.bob()) {
      client.subscribe("all", ALL, 10);
      client.awaitFrame("snapshot");
      LiveNode.arrive(url, MemoryQueue.id(1), Priority.NORMAL, "mail");
      node.signal.changed();
      client.awaitView("all", view -> view.total() == 1);
      TestPostgres.terminateBackends(url);
      LiveNode.arrive(url, MemoryQueue.id(2), Priority.NORMAL, "mail");
      client.awaitView("all", view -> view.total() == 2);
      assertEquals(other.list(TicketFilter.ALL, 10), client.view("all").tickets());
    }
  }

  private void assertShows(LiveClient client, String id, Shown shown) {
    List<JsonObject> expected = node.list(shown.filter(), shown.limit());
    long total = node.count(shown.filter());
    LiveClient.View view =
        client.awaitView(id, v -> v.total() == total && v.tickets().equals(expected));
    assertEquals(expected, view.tickets());
  }

  private static LiveClient subscribed(LiveClient client) {
    VIEWS.forEach((id, shown) -> client.subscribe(id, shown.json(), shown.limit()));
    VIEWS.keySet().forEach(id -> client.awaitView(id, view -> view.snapshots() == 1));
    return client;
  }

  private LiveClient resumed(LiveClient before) {
    before.cut();
    Map<String, LiveClient.View> views = new HashMap<>();
    VIEWS.keySet().forEach(id -> views.put(id, before.view(id)));
    assertEquals(List.of(), before.violations());
    LiveClient after = node.server.ann();
    VIEWS.forEach((id, shown) -> after.resume(id, shown.json(), shown.limit(), views.get(id)));
    return after;
  }

  /** Something happens, on either node, told or not. */
  private void act(Random random) {
    LiveNode at = random.nextBoolean() ? node : other;
    int kind = tickets.isEmpty() ? 0 : random.nextInt(10);
    switch (kind) {
      case 0, 1, 2 -> {
        TicketId id = MemoryQueue.id(tickets.size());
        tickets.add(id);
        Priority priority = Priority.ofCode(random.nextInt(4));
        LiveNode.arrive(url, id, priority, random.nextBoolean() ? "mail" : "chat");
        if (random.nextInt(5) > 0) {
          at.signal.changed();
        }
      }
      case 3, 4 -> perform(at, patch(random));
      case 5 -> attempt(at.desk.next(new NextRequest(agent(random), null, null)));
      case 6 ->
          perform(
              at, new Command.Reply(any(random), agent(random), null, "Sent.", null, List.of()));
      default -> perform(at, transition(random));
    }
  }

  private Command transition(Random random) {
    Trigger trigger =
        Command.Transition.ACTIONS.get(random.nextInt(Command.Transition.ACTIONS.size()));
    Instant until = trigger == Trigger.POSTPONE ? Instant.now().plusSeconds(3600) : null;
    return new Command.Transition(any(random), LiveNode.BOB, null, trigger, until, "because");
  }

  private Command patch(Random random) {
    Priority priority = random.nextBoolean() ? Priority.ofCode(random.nextInt(4)) : null;
    Optional<String> assignee =
        random.nextBoolean() ? Optional.of(agent(random).email()) : Optional.empty();
    return new Command.Patch(
        any(random),
        agent(random),
        null,
        priority,
        null,
        assignee,
        null,
        "Now " + random.nextInt());
  }

  private void perform(LiveNode at, Command command) {
    attempt(at.desk.perform(command));
  }

  /** What the lifecycle forbids is no part of the history. */
  private static void attempt(Future<?> future) {
    LiveServer.await(
        future
            .mapEmpty()
            .recover(
                cause ->
                    cause instanceof Failure
                        ? Future.succeededFuture()
                        : Future.failedFuture(cause)));
  }

  private TicketId any(Random random) {
    return tickets.get(random.nextInt(tickets.size()));
  }

  private static Agent agent(Random random) {
    return random.nextBoolean() ? LiveNode.ANN : LiveNode.BOB;
  }

  private static TicketFilter filter(
      Set<Status> statuses,
      Set<Priority> priorities,
      Set<String> channels,
      String assignee,
      String text) {
    return new TicketFilter(statuses, priorities, Set.of(), channels, assignee, text);
  }
}
