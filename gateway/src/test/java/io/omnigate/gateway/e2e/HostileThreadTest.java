package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.gateway.GatewayProcess;
import io.omnigate.gateway.TestGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that somebody filled with HTML that grows when it is put right. */
class HostileThreadTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int MAILS = 24;
  private static final int AGENTS = 30;

  /** Who ask and then take nothing of the answer. */
  private static final int SILENT = 50;

  private static final String HEAP = "-Xmx128m";

  /** 495 KB, of which a careless cleaner makes three and a half million characters. */
  private static final String BOMB = "<b><i><p>".repeat(55_000);

  @TempDir private Path folder;

  @Test
  void manyAgentsReadItAtOnceAndTheGatewayGoesOn() throws Exception {
    String database = TestPostgres.freshDatabase();
    String[] arguments = GatewayProcess.configured(folder, Outside.config(database));
    try (GatewayProcess gateway = GatewayProcess.startWithin(HEAP, folder, arguments)) {
      Outside outside = new Outside(gateway.awaitReady());
      Set<String> tickets = new HashSet<>();
      for (int n = 0; n < MAILS; n++) {
        tickets.add(Outside.json(outside.mail(mail(n))).getString("ticket"));
      }
      assertEquals(1, tickets.size(), "all in one thread");
      String ticket = tickets.iterator().next();

      List<CompletableFuture<HttpResponse<String>>> reads =
          IntStream.range(0, AGENTS).mapToObj(n -> read(outside, ticket)).toList();
      int answered = 0;
      for (CompletableFuture<HttpResponse<String>> read : reads) {
        HttpResponse<String> answer = read.join();
        if (refusedForRoom(answer)) {
          assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        } else {
          assertEquals(200, answer.statusCode());
          assertTrue(answer.body().length() < 8 << 20, () -> "" + answer.body().length());
          answered++;
        }
      }
      assertTrue(answered > 0, "some are answered");
      assertEquals(MAILS + 1, whole(outside, ticket));

      List<Socket> silent = new ArrayList<>();
      try {
        for (int n = 0; n < SILENT; n++) {
          silent.add(ask(outside, ticket));
        }
        // Its turn comes after theirs. Whether there is room then is the kernel's doing, whose
        // buffers may take their answers in their place.
        HttpResponse<String> behind = read(outside, ticket).join();
        assertTrue(behind.statusCode() == 200 || refusedForRoom(behind), behind::body);
        assertEquals(200, outside.api("GET", "/api/session", null, Outside.TOKEN).statusCode());
      } finally {
        for (Socket each : silent) {
          each.close();
        }
      }
      TestGateway.await("room again", () -> read(outside, ticket).join().statusCode() == 200);
      assertEquals(MAILS + 1, whole(outside, ticket));
    }
  }

  private static boolean refusedForRoom(HttpResponse<String> answer) {
    return answer.statusCode() == 503
        && "too-many-threads".equals(Outside.json(answer).getString("code"));
  }

  /** Sends the request, and reads nothing. */
  private static Socket ask(Outside outside, String ticket) throws IOException {
    URI url = URI.create(outside.url());
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    String request =
        "GET /api/tickets/%s HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer %s\r\n\r\n";
    socket.getOutputStream().write(Outside.bytes(request.formatted(ticket, Outside.TOKEN)));
    return socket;
  }

  /** How many entries there are, page after page. */
  private static int whole(Outside outside, String ticket) throws Exception {
    int entries = 0;
    Integer from = 1;
    while (from != null) {
      JsonObject page = outside.get("/api/tickets/" + ticket + "?fromSeq=" + from);
      JsonArray thread = page.getJsonArray("thread");
      assertEquals(from, thread.getJsonObject(0).getInteger("seq"));
      entries += thread.size();
      from = page.getInteger("threadNext");
    }
    return entries;
  }

  private static CompletableFuture<HttpResponse<String>> read(Outside outside, String ticket) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(outside.url() + "/api/tickets/" + ticket))
            .header("Authorization", "Bearer " + Outside.TOKEN)
            .build();
    return CLIENT.sendAsync(request, BodyHandlers.ofString());
  }

  private static byte[] mail(int number) {
    String thread = number == 0 ? "" : "In-Reply-To: <0@example.net>\r\n";
    return Outside.bytes(
        "From: Mallory <mallory@example.net>\r\nSubject: hello\r\nMessage-ID: <"
            + number
            + "@example.net>\r\n"
            + thread
            + "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
            + BOMB
            + "\r\n");
  }
}
