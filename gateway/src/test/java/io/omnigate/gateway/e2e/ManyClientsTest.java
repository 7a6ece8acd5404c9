package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.TestSql;
import io.omnigate.gateway.TestGateway;
import io.omnigate.gateway.live.LiveClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
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

class ManyClientsTest {
  private static final int CLIENTS = 50;
  private static final int EACH = 20;

  @TempDir private Path data;

  @Test
  void thousandContactsByFiftyClientsEachSentTwiceAreAThousandMessagesOnThousandTickets()
      throws Exception {
    String database = TestPostgres.freshDatabase();
    try (TestGateway gateway = TestGateway.start(data, Outside.config(database));
        LiveClient live =
            LiveClient.open(URI.create(gateway.url() + "/api/queue/live"), Outside.TOKEN);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      Outside outside = new Outside(gateway.url());
      live.subscribe("all", new JsonObject(), 200);
      ConcurrentLinkedQueue<JsonObject> receipts = new ConcurrentLinkedQueue<>();
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        work.add(() -> contact(outside, client, receipts));
      }
      for (Future<Void> done : clients.invokeAll(work)) {
        done.get();
      }

      int count = CLIENTS * EACH;
      assertEquals(2 * count, receipts.size());
      Set<String> tickets = new HashSet<>();
      Set<String> messages = new HashSet<>();
      receipts.forEach(each -> tickets.add(each.getString("ticket")));
      receipts.forEach(each -> messages.add(each.getString("message")));
      assertEquals(count, tickets.size());
      assertEquals(count, messages.size());
      assertEquals(count, receipts.stream().filter(each -> each.getBoolean("duplicate")).count());
      assertEquals(
          Integer.toString(count),
          TestSql.ask(database, "SELECT count(*) FROM entry WHERE kind = 0"));
      Histories.assertLegal(database);

      JsonObject page = outside.get("/api/tickets?limit=200");
      List<String> ids =
          page.getJsonArray("tickets").stream()
              .map(each -> ((JsonObject) each).getString("id"))
              .toList();
      LiveClient.View view =
          live.awaitView("all", each -> each.total() == count && each.ids().equals(ids));
      assertEquals(ids, view.ids());
      assertEquals(List.of(), live.violations());
      assertEquals(count, outside.tickets("").size());
    }
  }

  private static Void contact(
      Outside outside, int client, ConcurrentLinkedQueue<JsonObject> receipts) throws Exception {
    for (int i = 0; i < EACH; i++) {
      JsonObject line =
          new JsonObject().put("id", client + "-" + i).put("text", "Contact " + client + "/" + i);
      for (int time = 0; time < 2; time++) {
        HttpResponse<String> answer = outside.chat(line);
        assertEquals(time == 0 ? 201 : 200, answer.statusCode(), answer.body());
        receipts.add(Outside.json(answer));
      }
    }
    return null;
  }
}
