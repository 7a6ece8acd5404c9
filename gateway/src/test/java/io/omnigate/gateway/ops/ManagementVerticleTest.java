package io.omnigate.gateway.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.desk.TicketReader.QueueFigures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementVerticleTest {
  private static final QueueFigures FIGURES =
      new QueueFigures(
          Map.of("new", 3L, "open", 2L), Map.of("urgent", 1L), 12.5, Map.of("mail", 4L), 7);

  private final PrometheusMeterRegistry registry = Metrics.registry();
  private Vertx vertx;
  private WebClient client;
  private int port;
  private volatile Supplier<Future<QueueFigures>> figures = () -> Future.succeededFuture(FIGURES);
  private volatile Future<String> database = Future.succeededFuture("reachable");
  private QueueGauges gauges;

  @BeforeEach
  void start() throws Exception {
    vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
            .withMetrics(new MicrometerMetricsFactory(registry))
            .build();
    client = WebClient.create(vertx);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    gauges = new QueueGauges(registry, reader(), List.of("mail", "chat"));
    Health health = new Health(List.of(new HealthCheck("database", () -> database)));
    health.open();
    vertx
        .deployVerticle(new ManagementVerticle("127.0.0.1", port, registry, health, gauges))
        .await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void theQueueShowsUnderTheAgreedNames() throws Exception {
    gauges.refresh().await(30, TimeUnit.SECONDS);

    String text = get("/metrics").bodyAsString();

    assertLine(text, "omnigate_tickets{status=\"new\"} 3.0");
    assertLine(text, "omnigate_tickets{status=\"deleted\"} 0.0");
    assertLine(text, "omnigate_queue_depth{priority=\"urgent\"} 1.0");
    assertLine(text, "omnigate_queue_depth{priority=\"low\"} 0.0");
    assertLine(text, "omnigate_queue_oldest_seconds 12.5");
    assertLine(text, "omnigate_outbox_pending{channel=\"mail\"} 4.0");
    assertLine(text, "omnigate_outbox_pending{channel=\"chat\"} 0.0");
    assertLine(text, "omnigate_outbox_oldest_seconds 7.0");
  }

  @Test
  void aScrapeShowsTheLastGoodFiguresWhileTheDatabaseIsAway() throws Exception {
    gauges.refresh().await(30, TimeUnit.SECONDS);
    figures = () -> Future.failedFuture("away");
    gauges.refresh().otherwiseEmpty().await(30, TimeUnit.SECONDS);

    String text = get("/metrics").bodyAsString();

    assertLine(text, "omnigate_tickets{status=\"open\"} 2.0");
    assertTrue(text.contains("omnigate_figures_age_seconds "));
  }

  @Test
  void readinessFollowsItsChecksAndLivenessDoesNot() throws Exception {
    assertEquals(200, get("/health/ready").statusCode());
    database = Future.failedFuture("connection refused");

    HttpResponse<?> ready = get("/health/ready");

    assertEquals(503, ready.statusCode());
    assertTrue(ready.bodyAsString().contains("connection refused"));
    assertEquals(200, get("/health/live").statusCode());
  }

  @Test
  void everythingElseIsRefused() throws Exception {
    assertEquals(404, get("/").statusCode());
    assertEquals(
        405,
        client.post(port, "127.0.0.1", "/metrics").send().await(30, TimeUnit.SECONDS).statusCode());
  }

  @Test
  void inventedMethodsMakeNoSeriesOfTheirOwn() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
    for (String method : List.of("GET", "FOO", "BAR")) {
      client
          .request(HttpMethod.valueOf(method), server.actualPort(), "127.0.0.1", "/")
          .send()
          .await(30, TimeUnit.SECONDS);
    }

    List<String> served =
        get("/metrics")
            .bodyAsString()
            .lines()
            .filter(line -> line.startsWith("vertx_http_server"))
            .toList();

    assertTrue(served.stream().anyMatch(line -> line.contains("method=\"GET\"")));
    assertTrue(served.stream().anyMatch(line -> line.contains("method=\"other\"")));
    assertFalse(served.stream().anyMatch(line -> line.contains("FOO") || line.contains("BAR")));
  }

  private HttpResponse<io.vertx.core.buffer.Buffer> get(String path) throws Exception {
    return client.get(port, "127.0.0.1", path).send().await(30, TimeUnit.SECONDS);
  }

  private static void assertLine(String text, String line) {
    assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in\n" + text);
  }

  private TicketReader reader() {
    return (TicketReader)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {TicketReader.class},
            (proxy, method, arguments) -> figures.get());
  }
}
