package io.omnigate.bench.agents;

import io.omnigate.bench.load.Faults;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Agents who press "to solve", so many a second whatever the answers (open loop): latencies run
 * from when a call was due. No ticket may be given twice, and there has to be one for each call.
 */
public final class NextCalls {
  private static final int OK = 200;
  private static final int DIGITS = 3;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<String> given = ConcurrentHashMap.newKeySet();
  private final HttpRequest request;
  private final Faults faults;

  /** Calls by the agent whose API token is given. */
  public NextCalls(InetSocketAddress address, String token, Faults faults) {
    this.request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + address.getPort() + "/api/queue/next"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    this.faults = faults;
  }

  /** Calls for {@code window} and waits for the answers; latencies in nanoseconds. */
  public Histogram run(int perSecond, Duration window) throws InterruptedException {
    Histogram latencies = new ConcurrentHistogram(DIGITS);
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long began = System.nanoTime();
    for (long n = 0; n * apart < window.toNanos(); n++) {
      long due = began + n * apart;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      answers.add(
          client
              .sendAsync(request, BodyHandlers.ofString())
              .thenAccept(
                  response -> {
                    latencies.recordValue(System.nanoTime() - due);
                    check(response);
                  }));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    return latencies;
  }

  private void check(HttpResponse<String> response) {
    String id =
        response.statusCode() == OK ? new JsonObject(response.body()).getString("id", "") : "";
    if (TicketId.parse(id).isEmpty()) {
      faults.add("queue/next: " + response.statusCode() + ' ' + response.body());
    } else if (!given.add(id)) {
      faults.add("queue/next gave " + id + " twice");
    }
  }
}
