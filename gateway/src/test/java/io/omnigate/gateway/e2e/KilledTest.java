package io.omnigate.gateway.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.gateway.GatewayProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under load, on the embedded server, which dies with the gateway. */
class KilledTest {
  private static final int KILLS = 3;
  private static final int CLIENTS = 8;

  @TempDir private Path folder;

  /** What the senders know: acknowledged, or to be sent again. */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final AtomicInteger counter = new AtomicInteger();

  @Test
  void everyAcknowledgedContactIsThereOnceAfterTheGatewayWasKilledThreeTimes() throws Exception {
    String yaml = Outside.config("").replaceFirst("database: .*\n", "");
    String[] arguments = GatewayProcess.configured(folder, yaml);
    for (int i = 0; i < KILLS; i++) {
      try (GatewayProcess gateway = GatewayProcess.start(folder, arguments)) {
        Outside outside = new Outside(gateway.awaitReady());
        loadUntilKilled(outside, gateway, 150 * (i + 1));
      }
    }
    try (GatewayProcess gateway = GatewayProcess.start(folder, arguments)) {
      long begun = System.nanoTime();
      Outside outside = new Outside(gateway.awaitReady());
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.toSeconds() < 30, "ready only after " + took);
      assertTrue(acknowledged.size() > 100, "only " + acknowledged.size() + " acknowledged");
      for (String key : sent) {
        JsonObject receipt = Outside.json(post(outside, key));
        String first = acknowledged.putIfAbsent(key, receipt.getString("ticket"));
        if (first != null) {
          assertTrue(receipt.getBoolean("duplicate"), key + " was lost");
          assertEquals(first, receipt.getString("ticket"));
        }
      }
      Map<String, Integer> bySubject = new HashMap<>();
      outside
          .tickets("")
          .forEach(each -> bySubject.merge(each.getString("preview"), 1, Integer::sum));
      assertEquals(sent, bySubject.keySet());
      bySubject.forEach((subject, count) -> assertEquals(1, count, subject + " was doubled"));
    }
  }

  private void loadUntilKilled(Outside outside, GatewayProcess gateway, int acknowledgements)
      throws InterruptedException {
    AtomicBoolean dead = new AtomicBoolean();
    int target = acknowledged.size() + acknowledgements;
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofPlatform().start(() -> sendUntil(dead, outside)));
    }
    while (acknowledged.size() < target) {
      LockSupport.parkNanos(1_000_000);
    }
    gateway.kill();
    dead.set(true);
    for (Thread client : clients) {
      client.join();
    }
  }

  private void sendUntil(AtomicBoolean dead, Outside outside) {
    while (!dead.get()) {
      String key = "contact " + counter.incrementAndGet();
      sent.add(key);
      try {
        HttpResponse<String> answer = post(outside, key);
        if (answer.statusCode() == 201) {
          acknowledged.put(key, Outside.json(answer).getString("ticket"));
        }
      } catch (IOException gone) {
        return;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static HttpResponse<String> post(Outside outside, String key)
      throws IOException, InterruptedException {
    return outside.chat(new JsonObject().put("id", key.replace(' ', '-')).put("text", key));
  }
}
