package io.omnigate.core.intake;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The intake of one node: a few {@link Lane}s, so that one batch is decided while another commits.
 * Messages of one conversation take the same lane, and so keep their order. Lives on one context,
 * to which the core verticle carries messages from any event loop.
 */
public final class BatchIntake implements Intake {
  private static final long TICK_MILLIS = 100;

  private final Vertx vertx;
  private final IntakeLimits limits;
  private final IntakeMeters meters;
  private final List<Lane> lanes = new ArrayList<>();
  private final IntakeLoad load;
  private final long timer;
  private boolean closing;

  /**
   * An intake on the current context.
   *
   * @param stores gives each lane its own
   */
  public BatchIntake(
      Vertx vertx,
      IntakeLimits limits,
      IntakeLoad load,
      Supplier<BatchStore> stores,
      IntakeMeters meters,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.limits = limits;
    this.load = load;
    this.meters = meters;
    DistributionSummary sizes =
        DistributionSummary.builder("omnigate.intake.batch.size")
            .description("Messages committed in one transaction")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .register(registry);
    Gauge.builder("omnigate.intake.pending", load, IntakeLoad::messages)
        .description("Messages waiting for their commit")
        .register(registry);
    Context context = vertx.getOrCreateContext();
    for (int i = 0; i < limits.lanes(); i++) {
      lanes.add(new Lane(context, stores.get(), limits, sizes::record));
    }
    this.timer = vertx.setPeriodic(TICK_MILLIS, id -> expire());
  }

  @Override
  public Future<Receipt> accept(InboundMessage message) {
    Pending each = new Pending(message, System.nanoTime() + limits.deadline().toNanos(), meters);
    if (closing) {
      each.refused(Intake.unavailable());
    } else if (load.enter(message.origin().channel(), each.bytes())) {
      lanes.get(laneOf(message)).add(each);
      return each.future().onComplete(done -> leave(each));
    } else {
      each.refused(IntakeLoad.full());
    }
    return each.future();
  }

  /**
   * Refuses what comes from now on, waits for what was accepted, and gives the connections back.
   */
  public Future<Void> close() {
    closing = true;
    Promise<Void> idle = Promise.promise();
    vertx.setPeriodic(
        10,
        id -> {
          if (lanes.stream().allMatch(Lane::idle) && vertx.cancelTimer(id)) {
            idle.complete();
          }
        });
    return idle.future()
        .onComplete(done -> vertx.cancelTimer(timer))
        .compose(done -> Future.join(lanes.stream().map(Lane::close).toList()))
        .mapEmpty();
  }

  private void leave(Pending each) {
    load.leave(each.message().origin().channel(), each.bytes());
  }

  private void expire() {
    long now = System.nanoTime();
    lanes.forEach(lane -> lane.expire(now));
  }

  private int laneOf(InboundMessage message) {
    int hash = 31 * message.origin().channel().hashCode() + message.threading().lane().hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), lanes.size());
  }
}
