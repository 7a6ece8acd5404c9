package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.FileLinks;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files behind signed addresses, as a customer downloads them. */
class SharedFilesTest {
  private static ApiServer server;
  private static ApiClient customer;
  private static FileLinks links;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    customer = server.client();
    links = new FileLinks(ApiServer.SIGNER, "", () -> server.now);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String shared(String id) {
    server.seed.file(server.seed.ticket(), id, "<b>page</b>.html", "text/html", "cid@mail");
    return links.url(id);
  }

  @Test
  void whoHoldsTheAddressDownloadsTheFileAndNoPageShowsIt() {
    Reply reply = customer.get(shared("01SHARED"));
    assertEquals(200, reply.status());
    assertEquals("<b>page</b>.html", reply.text());
    assertEquals("application/octet-stream", reply.header("Content-Type"));
    assertTrue(reply.header("Content-Disposition").startsWith("attachment; filename=\""));
    assertEquals("nosniff", reply.header("X-Content-Type-Options"));
    assertEquals("sandbox; default-src 'none'", reply.header("Content-Security-Policy"));
    assertEquals("no-referrer", reply.header("Referrer-Policy"));
  }

  @Test
  void anAddressRunsOutAfterThirtyDays() {
    String url = shared("01OLD");
    var before = server.now;
    server.now = before.plus(Duration.ofDays(30)).minusSeconds(1);
    assertEquals(200, customer.get(url).status());
    server.now = before.plus(Duration.ofDays(30));
    assertEquals(404, customer.get(url).status());
    server.now = before;
  }

  @Test
  void everyFlippedBitOfAnAddressIsRefused() {
    String url = shared("01FLIP");
    for (int at = FileLinks.PATH.length(); at < url.length(); at++) {
      char other = url.charAt(at) == 'x' ? 'y' : 'x';
      String forged = url.substring(0, at) + other + url.substring(at + 1);
      assertEquals(404, customer.get(forged).status(), forged);
    }
    assertEquals(404, customer.get("/files/01FLIP").status());
    assertEquals(404, customer.get("/files/" + "x".repeat(2_000)).status());
  }

  @Test
  void aFileOfAPurgedTicketIsGone() {
    TicketId ticket = server.seed.ticket();
    server.seed.file(ticket, "01PURGED", "a.txt", "text/plain", "cid@mail");
    ApiClient bob = server.client().token(ApiServer.BOB_TOKEN);
    for (String action : new String[] {"delete", "purge"}) {
      bob.post("/api/tickets/" + ticket + "/transitions", new JsonObject().put("action", action));
    }
    assertEquals(404, customer.get(links.url("01PURGED")).status());
  }
}
