package io.omnigate.bench.agents;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** What stands at the head of the queue, as the API tells it. */
public final class QueueHead {
  /** Half of a window: what comes before them by the second does not push them out of it. */
  private static final int TICKETS = 25;

  private static final String PATH = "/api/tickets?status=new,open&limit=" + TICKETS;

  private QueueHead() {}

  /** The ids of the first tickets, in their order. */
  public static List<String> tickets(InetSocketAddress address, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + PATH))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(PATH + ": " + answer.statusCode() + ' ' + answer.body());
      }
      return new JsonObject(answer.body())
          .getJsonArray("tickets").stream()
              .map(each -> ((JsonObject) each).getString("id"))
              .toList();
    }
  }
}
