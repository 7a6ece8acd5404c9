package io.omnigate.gateway.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.omnigate.core.desk.TicketReader;
import io.omnigate.core.desk.TicketReader.QueueFigures;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the tickets stand, as last read from the database. A scrape never waits for the database: it
 * is told the last good figures, and {@code omnigate_figures_age_seconds} says how old they are.
 */
public final class QueueGauges {
  private static final Logger log = LoggerFactory.getLogger(QueueGauges.class);
  private static final QueueFigures NONE = new QueueFigures(Map.of(), Map.of(), 0, Map.of(), 0);

  private final MeterRegistry registry;
  private final TicketReader reader;
  private final Set<String> channels = ConcurrentHashMap.newKeySet();
  private volatile QueueFigures figures = NONE;
  private volatile long readAt = System.nanoTime();
  private volatile boolean failing;

  /**
   * Registers every gauge, at zero.
   *
   * @param channels the ids of the configured channels; others join when they have something
   */
  public QueueGauges(MeterRegistry registry, TicketReader reader, Collection<String> channels) {
    this.registry = registry;
    this.reader = reader;
    for (Status status : Status.values()) {
      gauge(
          "omnigate.tickets",
          "Tickets by status",
          "status",
          status.wire(),
          f -> f.ticketsByStatus());
    }
    for (Priority priority : Priority.values()) {
      gauge(
          "omnigate.queue.depth",
          "Tickets waiting for an agent",
          "priority",
          priority.wire(),
          f -> f.queueDepthByPriority());
    }
    seconds("omnigate.queue.oldest", "The longest anybody waits", QueueFigures::oldestSeconds);
    seconds(
        "omnigate.outbox.oldest",
        "How long the oldest outbound message waits",
        QueueFigures::outboxOldestSeconds);
    TimeGauge.builder(
            "omnigate.figures.age", () -> System.nanoTime() - readAt, TimeUnit.NANOSECONDS)
        .description("How old the figures on tickets, queue and outbox are")
        .register(registry);
    channels.forEach(this::outbox);
  }

  /** Reads the figures anew; where that fails the last ones stay. */
  public Future<Void> refresh() {
    return reader.figures().onComplete(this::take).mapEmpty();
  }

  private void take(io.vertx.core.AsyncResult<QueueFigures> read) {
    if (read.succeeded()) {
      figures = read.result();
      readAt = System.nanoTime();
      failing = false;
      figures.outboxPending().keySet().forEach(this::outbox);
    } else if (!failing) {
      failing = true;
      log.atWarn().addKeyValue("cause", read.cause().toString()).log("figures cannot be read");
    }
  }

  private void outbox(String channel) {
    if (channels.add(channel)) {
      gauge(
          "omnigate.outbox.pending",
          "Outbound messages that wait",
          "channel",
          channel,
          f -> f.outboxPending());
    }
  }

  private void gauge(
      String name,
      String description,
      String tag,
      String value,
      java.util.function.Function<QueueFigures, Map<String, Long>> part) {
    Gauge.builder(name, this, gauges -> part.apply(gauges.figures).getOrDefault(value, 0L))
        .description(description)
        .tag(tag, value)
        .register(registry);
  }

  private void seconds(String name, String description, ToDoubleFunction<QueueFigures> part) {
    TimeGauge.builder(name, this, TimeUnit.SECONDS, gauges -> part.applyAsDouble(gauges.figures))
        .description(description)
        .register(registry);
  }
}
