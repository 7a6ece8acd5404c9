package io.omnigate.gateway.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * The registry everything is counted in. Which timers have buckets is decided here, and here the
 * label values that come from outside are bounded.
 */
public final class Metrics {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Bucket bounds in milliseconds: around what is usual, and around the deadlines. */
  private static final Map<String, double[]> BUCKETS =
      Map.of(
          "omnigate.intake", new double[] {1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000},
          "omnigate.live.lag", new double[] {1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 5_000});

  private Metrics() {}

  /** An empty registry with the rules above. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new KnownMethods()).meterFilter(new Buckets());
    return registry;
  }

  /**
   * Adds memory, garbage collection, threads, classes, processor, file descriptors and uptime.
   *
   * @return what has to be closed when the process goes on without the registry
   */
  public static AutoCloseable bindJvm(MeterRegistry registry) {
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return collections;
  }

  /** A client may invent methods; without this each would be a series of its own for ever. */
  private static final class KnownMethods implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      String method = id.getName().startsWith("vertx.http.server.") ? id.getTag("method") : null;
      if (method == null || method.isEmpty() || METHODS.contains(method)) {
        return id;
      }
      return id.withTag(Tag.of("method", "other"));
    }
  }

  private static final class Buckets implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      double[] milliseconds = BUCKETS.get(id.getName());
      if (milliseconds == null) {
        return config;
      }
      double[] nanos =
          DoubleStream.of(milliseconds)
              .map(each -> each * Duration.ofMillis(1).toNanos())
              .toArray();
      return DistributionStatisticConfig.builder()
          .serviceLevelObjectives(nanos)
          .build()
          .merge(config);
    }
  }
}
