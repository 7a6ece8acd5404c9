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
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;

/** The registry everything is counted in; label values that come from outside are bounded here. */
public final class Metrics {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private Metrics() {}

  /** An empty registry with the rules above. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new KnownMethods());
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
}
