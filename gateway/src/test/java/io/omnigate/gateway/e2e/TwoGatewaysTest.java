package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.live.LiveClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, one database. */
class TwoGatewaysTest {
  private static final int CONTACTS = 120;

  @TempDir private Path folder;

  @Test
  void bothTakeContactsBothViewsShowAllAndNoTicketIsGivenTwice() throws Exception {
    String database = TestPostgres.freshDatabase();
    try (GatewayProcess one = start("one", database);
        GatewayProcess two = start("two", database)) {
      List<Outside> nodes = List.of(new Outside(one.awaitReady()), new Outside(two.awaitReady()));
      try (LiveClient first = live(nodes.get(0));
          LiveClient second = live(nodes.get(1))) {
        for (int i = 0; i < CONTACTS; i++) {
          JsonObject line = new JsonObject().put("id", "line-" + i).put("text", "Contact " + i);
          assertEquals(201, nodes.get(i % 2).chat(line).statusCode());
          HttpResponse<String> again = nodes.get((i + 1) % 2).chat(line);
          assertTrue(Outside.json(again).getBoolean("duplicate"), again.body());
        }
        assertEquals(
            first.awaitView("q", view -> all(view)).ids(),
            second.awaitView("q", view -> all(view)).ids());

        List<String> given = takeAll(nodes);
        assertEquals(CONTACTS, given.size());
        assertEquals(CONTACTS, new HashSet<>(given).size());
        List<String> ids =
            nodes.get(0).tickets("&status=new,open").stream().map(t -> t.getString("id")).toList();
        first.awaitView("q", view -> view.ids().equals(ids));
        second.awaitView("q", view -> view.ids().equals(ids));
      }
      Histories.assertLegal(database);
    }
  }

  /** The total is counted beside the window, and may be ahead of it by a moment. */
  private static boolean all(LiveClient.View view) {
    return view.total() == CONTACTS && view.ids().size() == CONTACTS;
  }

  /** Eight agents at both gateways press "to solve" until there is nothing left. */
  private static List<String> takeAll(List<Outside> nodes) throws Exception {
    ConcurrentLinkedQueue<String> given = new ConcurrentLinkedQueue<>();
    Set<Callable<Void>> agents = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      Outside node = nodes.get(i % 2);
      String token = i < 4 ? Outside.TOKEN : Outside.TOKEN + "-bob";
      agents.add(
          () -> {
            while (true) {
              HttpResponse<String> next =
                  node.api("POST", "/api/queue/next", new JsonObject(), token);
              if (next.statusCode() == 204) {
                return null;
              }
              assertEquals(200, next.statusCode(), next.body());
              given.add(Outside.json(next).getString("id"));
            }
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Void> done : threads.invokeAll(agents)) {
        done.get();
      }
    }
    return new ArrayList<>(given);
  }

  private static LiveClient live(Outside node) {
    LiveClient client = LiveClient.open(URI.create(node.url() + "/api/queue/live"), Outside.TOKEN);
    JsonObject filter = new JsonObject().put("status", List.of("new", "open"));
    client.subscribe("q", filter, 200);
    return client;
  }

  private GatewayProcess start(String name, String database) throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    return GatewayProcess.start(own, GatewayProcess.configured(own, Outside.config(database)));
  }
}
