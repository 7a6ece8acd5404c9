package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.file.SliceStream;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.ApiClient.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
  private static final String HTML =
      "<p>See <img src=\"cid:logo@mail\"> and <img src=\"cid:page@mail\">"
          + "<img src=\"https://tracker.example/p.gif\"><script>x()</script></p>";

  private static ApiServer server;
  private static ApiClient ann;
  private static TicketId ticket;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    ann = server.client().token(ApiServer.ANN_TOKEN);
    ticket = server.seed.ticket(2, Instant.parse("2026-11-01T08:00:00Z"), HTML);
    server.seed.file(ticket, "01LOGO", "logo.png", "image/png", "logo@mail");
    server.seed.file(ticket, "01PAGE", "<b>page</b>.html", "text/html", "page@mail");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_file_is_a_download_that_no_page_can_show() {
    Reply reply = ann.get("/api/attachments/01PAGE");
    assertEquals(200, reply.status());
    assertEquals("<b>page</b>.html", reply.text());
    assertEquals("application/octet-stream", reply.header("Content-Type"));
    assertTrue(reply.header("Content-Disposition").startsWith("attachment; filename=\""));
    assertFalse(reply.header("Content-Disposition").contains("<"));
    assertEquals("nosniff", reply.header("X-Content-Type-Options"));
    assertEquals("sandbox; default-src 'none'", reply.header("Content-Security-Policy"));
    assertTrue(reply.header("Cache-Control").startsWith("private"));
    assertEquals(1, reply.http().headers().allValues("Cache-Control").size());
  }

  @Test
  void a_picture_keeps_its_type_and_is_still_a_download() {
    Reply reply = ann.get("/api/attachments/01LOGO");
    assertEquals("image/png", reply.header("Content-Type"));
    assertTrue(reply.header("Content-Disposition").startsWith("attachment"));
  }

  @Test
  void a_large_file_comes_whole_though_in_slices() {
    int tens = 3 * SliceStream.SLICE / 10 + 7;
    server.seed.largeFile(server.seed.ticket(), "01LARGE", tens);
    Reply reply = ann.get("/api/attachments/01LARGE");
    assertEquals(Integer.toString(10 * tens), reply.header("Content-Length"));
    assertEquals("0123456789".repeat(tens), reply.text());
  }

  @Test
  void a_thread_shows_its_own_pictures_and_nobody_elses() {
    JsonObject message =
        ann.get("/api/tickets/" + ticket).json().getJsonArray("thread").getJsonObject(1);
    assertEquals(
        "<p>See <img src=\"/api/attachments/01LOGO\"> and </p>", message.getString("html"));
    JsonObject file = message.getJsonArray("attachments").getJsonObject(1);
    assertEquals("<b>page</b>.html", file.getString("name"));
    assertEquals("text/html", file.getString("mediaType"));
    assertEquals("/api/attachments/01PAGE", file.getString("url"));
    assertEquals(16, file.getLong("size"));
  }

  @Test
  void a_file_of_a_purged_ticket_is_gone() {
    TicketId other = server.seed.ticket();
    server.seed.file(other, "01GONE", "gone.txt", "text/plain", "gone@mail");
    assertEquals(200, ann.get("/api/attachments/01GONE").status());
    ApiClient bob = server.client().token(ApiServer.BOB_TOKEN);
    for (String action : new String[] {"delete", "purge"}) {
      bob.post("/api/tickets/" + other + "/transitions", new JsonObject().put("action", action));
    }
    assertEquals(404, ann.get("/api/attachments/01GONE").status());
    assertEquals(
        ann.get("/api/attachments/01NONE").text(), ann.get("/api/attachments/01GONE").text());
  }
}
