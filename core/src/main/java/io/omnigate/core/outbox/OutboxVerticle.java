package io.omnigate.core.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.core.CoreBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outbox, on one event loop. Woken by the signal that wakes the live views,
 * and by a sweep each second that finds what no signal told. A second one on another node is safe.
 */
public final class OutboxVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxVerticle.class);
  private static final long SWEEP_MILLIS = 1_000;

  /** Under load there are hundreds of signals a second; the outbox is looked at less often. */
  private static final long QUIET_MILLIS = 100;

  private static final int LAPSED_AT_ONCE = 50;

  private final Map<String, Courier> couriers;
  private final OutboxStore store;
  private final UnaryOperator<Delivery> wording;
  private final OutboxOptions options;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private List<Dispatcher> dispatchers = List.of();
  private boolean quiet;
  private boolean signalled;
  private boolean lapsing;

  /**
   * An outbox.
   *
   * @param couriers by the id of the channel whose messages they take
   * @param wording puts words to messages that no person wrote
   */
  public OutboxVerticle(
      Map<String, Courier> couriers,
      OutboxStore store,
      UnaryOperator<Delivery> wording,
      OutboxOptions options,
      RandomGenerator random,
      InstantSource clock,
      MeterRegistry registry) {
    this.couriers = Map.copyOf(couriers);
    this.store = store;
    this.wording = wording;
    this.options = options;
    this.random = random;
    this.clock = clock;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    dispatchers =
        couriers.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toSet())))
            .entrySet()
            .stream()
            .map(each -> dispatcher(each.getKey(), each.getValue()))
            .toList();
    vertx.eventBus().<CoreBus.Changed>localConsumer(CoreBus.CHANGED, changed -> signalled());
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
    return Future.succeededFuture();
  }

  /** Takes nothing more, and waits for what is being handed over. */
  @Override
  public Future<?> stop() {
    return Future.join(dispatchers.stream().map(Dispatcher::close).toList());
  }

  private Dispatcher dispatcher(Courier courier, Set<String> channels) {
    return new Dispatcher(
        context, courier, channels, store, wording, options, random, clock, registry);
  }

  private void signalled() {
    if (quiet) {
      signalled = true;
      return;
    }
    quiet = true;
    wake();
    vertx.setTimer(
        QUIET_MILLIS,
        over -> {
          quiet = false;
          if (signalled) {
            signalled = false;
            signalled();
          }
        });
  }

  private void sweep() {
    wake();
    if (lapsing) {
      return;
    }
    lapsing = true;
    store
        .lapse(clock.instant(), LAPSED_AT_ONCE)
        .onComplete(
            done -> {
              lapsing = false;
              if (done.failed()) {
                LOG.atWarn().setCause(done.cause()).log("lost leases of the outbox have to wait");
              }
            });
  }

  private void wake() {
    dispatchers.forEach(Dispatcher::wake);
  }
}
