package io.omnigate.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.concurrent.TimeUnit;

/** The event loops that everything runs on. */
final class EventLoops {
  private EventLoops() {}

  /**
   * One for each core of the processor, two at least, so that one slow handler does not stop the
   * rest; and one for the core verticle alone.
   */
  static int count() {
    return Math.max(2, Runtime.getRuntime().availableProcessors()) + 1;
  }

  /** A Vert.x on them that counts in {@code registry}. */
  static Vertx vertx(PrometheusMeterRegistry registry) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(count())
            .setPreferNativeTransport(true)
            .setDisableTCCL(true)
            .setMaxEventLoopExecuteTime(1)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
            .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
    return Vertx.builder()
        .with(options)
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
  }
}
