package io.omnigate.core.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the due messages of one courier's channels out of the outbox and hands them over: claim,
 * begin, deliver, record. As many at once as the courier takes, on one event loop. A slow courier
 * keeps only its own messages waiting.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Context context;
  private final Courier courier;
  private final Set<String> channels;
  private final OutboxStore store;
  private final UnaryOperator<Delivery> wording;
  private final OutboxOptions options;
  private final RetrySchedule schedule;
  private final InstantSource clock;
  private final OutboxMeters meters;
  private final Set<Future<Void>> underWay = new HashSet<>();
  private boolean claiming;
  private boolean closed;

  /**
   * A dispatcher.
   *
   * @param context where it is called and does everything
   * @param channels the ids of the channels whose messages {@code courier} takes
   * @param wording puts words to messages that no person wrote
   */
  Dispatcher(
      Context context,
      Courier courier,
      Set<String> channels,
      OutboxStore store,
      UnaryOperator<Delivery> wording,
      OutboxOptions options,
      RandomGenerator random,
      InstantSource clock,
      MeterRegistry registry) {
    this.context = context;
    this.courier = courier;
    this.channels = Set.copyOf(channels);
    this.store = store;
    this.wording = wording;
    this.options = options;
    this.schedule = new RetrySchedule(options, random);
    this.clock = clock;
    this.meters = new OutboxMeters(registry);
  }

  /** Looks for due messages, unless it does already or has its hands full. */
  void wake() {
    int free = courier.parallel() - underWay.size();
    if (closed || claiming || free <= 0) {
      return;
    }
    claiming = true;
    Instant now = clock.instant();
    long since = System.nanoTime();
    here(store.claim(channels, free, now, now.plus(options.lease())))
        .onComplete(
            claimed -> {
              claiming = false;
              if (claimed.failed()) {
                LOG.atWarn().setCause(claimed.cause()).log("the outbox cannot be read");
              } else {
                claimed.result().forEach(lease -> take(lease, since));
              }
            });
  }

  /** Takes nothing more, and waits for what is under way. */
  Future<Void> close() {
    closed = true;
    return Future.join(List.copyOf(underWay)).<Void>mapEmpty().otherwiseEmpty();
  }

  private void take(Lease lease, long since) {
    Future<Void> done = here(closed ? store.release(lease) : carry(lease, since));
    underWay.add(done);
    done.onComplete(
        ended -> {
          underWay.remove(done);
          if (ended.failed()) {
            // Its lease runs out: not begun, it is tried again; begun, it becomes uncertain.
            LOG.atWarn()
                .setCause(ended.cause())
                .addKeyValue("message", lease.id())
                .log("an outbound message waits for its lease to end");
          }
          wake();
        });
  }

  private Future<Void> carry(Lease lease, long since) {
    Instant now = clock.instant();
    return (courier.capped() ? store.begin(lease, now) : store.beginUncapped(lease, now))
        .compose(
            begun ->
                begun.isEmpty()
                    ? Future.succeededFuture()
                    : deliver(begun.get(), since).compose(outcome -> record(lease, outcome)));
  }

  /**
   * Never fails: what is not known is uncertain. Begins nothing that the lease might not outlast,
   * so that nothing is still being handed over when others take the next message.
   *
   * @param since when the lease began, at the latest
   */
  private Future<DeliveryOutcome> deliver(Delivery delivery, long since) {
    Duration held = Duration.ofNanos(System.nanoTime() - since);
    if (held.compareTo(options.lease().minus(options.deadline())) >= 0) {
      return Future.succeededFuture(
          new DeliveryOutcome.Retry("The database took too long to let it go."));
    }
    Promise<DeliveryOutcome> answer = Promise.promise();
    long timer =
        context
            .owner()
            .setTimer(
                options.deadline().toMillis(),
                late -> answer.tryComplete(new DeliveryOutcome.Uncertain("No answer in time.")));
    Future<DeliveryOutcome> delivered =
        Future.succeededFuture(delivery).map(wording::apply).compose(courier::deliver);
    here(delivered)
        .onComplete(
            done -> {
              context.owner().cancelTimer(timer);
              answer.tryComplete(done.succeeded() ? done.result() : mistake(done.cause()));
            });
    return answer.future();
  }

  private static DeliveryOutcome mistake(Throwable cause) {
    LOG.atError().setCause(cause).log("nobody knows what became of an outbound message");
    return new DeliveryOutcome.Uncertain("A mistake of ours hides what became of it; see the log.");
  }

  /** Couriers and the store may answer on any thread. */
  private <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> promise = Promise.promise();
    elsewhere.onComplete(done -> context.runOnContext(on -> promise.handle(done)));
    return promise.future();
  }

  private Future<Void> record(Lease lease, DeliveryOutcome tried) {
    Instant now = clock.instant();
    Instant retryAt = null;
    DeliveryOutcome outcome = tried;
    if (tried instanceof DeliveryOutcome.Retry retry) {
      retryAt = schedule.after(lease.attempt(), retry, now).orElse(null);
      outcome =
          retryAt == null
              ? new DeliveryOutcome.Failed(
                  "Given up after " + lease.attempt() + " tries. The last one: " + retry.reason())
              : retry;
    }
    told(lease, outcome, retryAt);
    return store.record(lease, outcome, now, retryAt);
  }

  private void told(Lease lease, DeliveryOutcome outcome, @Nullable Instant retryAt) {
    String word =
        switch (outcome) {
          case DeliveryOutcome.Sent sent -> "sent";
          case DeliveryOutcome.Retry retry -> "retried";
          case DeliveryOutcome.Failed failed -> "failed";
          case DeliveryOutcome.Uncertain uncertain -> "uncertain";
        };
    meters.count(lease, word);
    LOG.atInfo()
        .addKeyValue("channel", lease.channel())
        .addKeyValue("message", lease.id())
        .addKeyValue("attempt", lease.attempt())
        .addKeyValue("outcome", word)
        .addKeyValue("again", retryAt)
        .log("outbound message tried");
  }
}
