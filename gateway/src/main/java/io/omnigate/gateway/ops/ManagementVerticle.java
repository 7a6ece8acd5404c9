package io.omnigate.gateway.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The management server: {@code /metrics}, {@code /health/live}, {@code /health/ready}. It listens
 * on a port of its own, which is never the public one, and keeps the queue's gauges fresh.
 */
public final class ManagementVerticle extends VerticleBase {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(2);

  /** Well below the age at which an alert goes off. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /**
   * Reading the figures may take a two-hundredth of one processor's time while that leaves them
   * fresh: of those who call meanwhile, few enough notice that 99 of 100 do not.
   */
  private static final int PAUSE_PER_READ = 200;

  private final String host;
  private final int port;
  private final PrometheusMeterRegistry registry;
  private final Health health;
  private final QueueGauges gauges;

  /** A server on {@code host} and {@code port}. */
  public ManagementVerticle(
      String host, int port, PrometheusMeterRegistry registry, Health health, QueueGauges gauges) {
    this.host = host;
    this.port = port;
    this.registry = registry;
    this.health = health;
    this.gauges = gauges;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setIdleTimeout((int) IDLE.toSeconds())
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(this::answer)
        .listen()
        .onSuccess(server -> refresh());
  }

  private void refresh() {
    long began = System.nanoTime();
    gauges
        .refresh()
        .onSuccess(read -> vertx.setTimer(pause(System.nanoTime() - began), timer -> refresh()))
        .onFailure(away -> vertx.setTimer(LEAST_PAUSE.toMillis(), timer -> refresh()));
  }

  private static long pause(long tookNanos) {
    long share = TimeUnit.NANOSECONDS.toMillis(tookNanos) * PAUSE_PER_READ;
    return Math.clamp(share, LEAST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis());
  }

  private void answer(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().setStatusCode(405).putHeader(HttpHeaders.ALLOW, "GET, HEAD").end();
      return;
    }
    switch (String.valueOf(request.path())) {
      case "/metrics" -> metrics(request);
      case "/health/live" -> json(request, 200, new JsonObject().put("status", "up"));
      case "/health/ready" ->
          health.ready().onSuccess(it -> json(request, it.ready() ? 200 : 503, it.json()));
      default -> json(request, 404, new JsonObject().put("title", "Not found"));
    }
  }

  /** Writing the text of thousands of series is no work for an event loop. */
  private void metrics(HttpServerRequest request) {
    vertx
        .executeBlocking(() -> registry.scrape(), false)
        .onSuccess(text -> send(request, 200, PROMETHEUS_TEXT, text))
        .onFailure(cause -> request.response().setStatusCode(500).end());
  }

  private static void json(HttpServerRequest request, int status, JsonObject body) {
    send(request, status, "application/json", body.encode());
  }

  private static void send(HttpServerRequest request, int status, String type, String body) {
    var response = request.response();
    if (!response.closed()) {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, type)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(body);
    }
  }
}
