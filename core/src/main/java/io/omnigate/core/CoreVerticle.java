package io.omnigate.core;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.core.intake.BatchIntake;
import io.omnigate.core.intake.BatchStore;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.IntakeLimits;
import io.omnigate.core.intake.IntakeLoad;
import io.omnigate.core.intake.IntakeMeters;
import io.omnigate.core.intake.Receipt;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core of one node, on one event loop: it takes messages from the other loops, commits them in
 * batches, and lets time pass for the tickets. A second one on the same database, on another node,
 * is safe: correctness comes from the database.
 *
 * <p>Messages come over by a task on its loop and receipts go back by one, without the event bus:
 * nothing is to be found by an address here, and a timer and a reply handler for each message cost
 * more than they guard, since the intake answers each message by its deadline anyway.
 */
public final class CoreVerticle extends VerticleBase implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(CoreVerticle.class);
  private static final long SWEEP_MILLIS = 1_000;
  private static final int SWEEP_TICKETS = 500;

  private final Supplier<BatchStore> stores;
  private final IntakeLimits limits;
  private final IntakeLoad load;
  private final IntakeMeters meters;
  private final MeterRegistry registry;
  private final Sweep sweep;
  private final InstantSource clock;
  private volatile @Nullable BatchIntake intake;
  private volatile @Nullable Thread loop;
  private boolean sweeping;

  /** What the passing of time does to tickets. */
  @FunctionalInterface
  public interface Sweep {
    /**
     * Does what is due at {@code now} for at most {@code limit} tickets of each rule, and answers
     * how many were changed.
     */
    Future<Integer> sweep(Instant now, int limit);
  }

  /**
   * A core.
   *
   * @param stores gives each lane of the intake its own
   */
  public CoreVerticle(
      Supplier<BatchStore> stores,
      IntakeLimits limits,
      IntakeLoad load,
      IntakeMeters meters,
      MeterRegistry registry,
      Sweep sweep,
      InstantSource clock) {
    this.stores = stores;
    this.limits = limits;
    this.load = load;
    this.meters = meters;
    this.registry = registry;
    this.sweep = sweep;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    loop = Thread.currentThread();
    intake = new BatchIntake(vertx, limits, load, stores, meters, registry);
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
    return Future.succeededFuture();
  }

  /**
   * Whether the calling thread is the core's event loop. Where every other loop is flooded with
   * requests, this one still has to commit: nothing else should be served on it.
   */
  public boolean runsHere() {
    return Thread.currentThread() == loop;
  }

  /** Stores one message; the outcome is told on the context of the caller. */
  @Override
  public Future<Receipt> accept(InboundMessage message) {
    BatchIntake served = intake;
    if (served == null) {
      return Future.failedFuture(Intake.unavailable());
    }
    Context caller = vertx.getOrCreateContext();
    Promise<Receipt> outcome = Promise.promise();
    context.runOnContext(
        here ->
            taken(served, message)
                .onComplete(done -> caller.runOnContext(back -> outcome.handle(done))));
    return outcome.future();
  }

  /** Whatever goes wrong is told: the caller waits for it. */
  private static Future<Receipt> taken(Intake intake, InboundMessage message) {
    try {
      return intake.accept(message);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public boolean hasRoom(String channel) {
    return load.hasRoom(channel);
  }

  /** Stores what was accepted, and refuses what comes from then on. */
  @Override
  public Future<?> stop() {
    BatchIntake served = intake;
    return served == null ? Future.succeededFuture() : served.close();
  }

  private void sweep() {
    if (sweeping) {
      return;
    }
    sweeping = true;
    sweep
        .sweep(clock.instant(), SWEEP_TICKETS)
        .onComplete(
            done -> {
              sweeping = false;
              if (done.failed()) {
                LOG.atWarn().setCause(done.cause()).log("tickets that are due have to wait");
              } else if (done.result() >= SWEEP_TICKETS) {
                sweep();
              }
            });
  }
}
