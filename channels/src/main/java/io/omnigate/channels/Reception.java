package io.omnigate.channels;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.omnigate.channels.http.Answer;
import io.omnigate.channels.http.Problem;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.IntakeLoad;
import io.omnigate.core.intake.IntakeMeters;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.intake.UsedTokens;
import io.omnigate.core.notice.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a whole request through its channel and the intake to its answer, and counts what is
 * refused on the way. Shared by all event loops.
 */
public final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
  private static final String UNKNOWN = "unknown";

  private final Vertx vertx;
  private final Map<String, Channel> channels;
  private final Intake intake;
  private final UsedTokens used;
  private final Notices notices;
  private final IntakeMeters meters;
  private final Timer timer;

  /**
   * A reception.
   *
   * @param channels by their ids
   * @param used where channels whose producers prove themselves by one-time tokens keep them
   */
  public Reception(
      Vertx vertx,
      Map<String, Channel> channels,
      Intake intake,
      UsedTokens used,
      Notices notices,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.channels = Map.copyOf(channels);
    this.intake = intake;
    this.used = used;
    this.notices = notices;
    this.meters = new IntakeMeters(registry);
    channels.values().forEach(channel -> meters.prepare(channel.id(), channel.kind()));
    this.timer =
        Timer.builder("omnigate.intake")
            .description("From a request's head to the commit of what it brought")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(500_000))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
  }

  /** The channel with the given id. */
  public Optional<Channel> channel(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  /** All channels. */
  public List<Channel> channels() {
    return List.copyOf(channels.values());
  }

  /** Whether a message of {@code channel} would find room at the intake. */
  boolean hasRoom(Channel channel) {
    return intake.hasRoom(channel.id());
  }

  /**
   * Verifies, parses and stores; the answer says that everything is durable, or why not.
   *
   * @param startedNanos {@link System#nanoTime} when the request's head was complete
   */
  public Future<Answer> receive(Channel channel, ChannelRequest request, long startedNanos) {
    if (!intake.hasRoom(channel.id())) { // before it costs anything
      refused(channel, IntakeLoad.full());
      return channel.refusal(request, IntakeLoad.full());
    }
    return Future.succeededFuture(request)
        .compose(given -> verifiedArrival(channel, given))
        .compose(arrival -> store(channel, request, arrival, startedNanos))
        .recover(failure -> channel.refusal(request, Problem.of(failure)));
  }

  /** Counts a request that was refused before it reached its channel. */
  public void refused(Channel channel, Failure failure) {
    meters.count(channel.id(), channel.kind(), IntakeMeters.Outcome.REJECTED, failure.code());
  }

  /** Counts a request for a channel that does not exist. */
  public void refusedUnknown(Failure failure) {
    meters.count(UNKNOWN, UNKNOWN, IntakeMeters.Outcome.REJECTED, failure.code());
  }

  private Future<Arrival> verifiedArrival(Channel channel, ChannelRequest request) {
    return Future.succeededFuture(request)
        .compose(given -> Offload.run(vertx, given.whole(), () -> verified(channel, given)))
        .compose(given -> channel.confirm(given, used).compose(proven -> channel.parse(given)))
        .recover(
            thrown -> {
              Failure failure = Problem.of(thrown);
              refused(channel, failure);
              LOG.atInfo()
                  .addKeyValue("channel", channel.id())
                  .addKeyValue("reason", failure.code())
                  .log("request refused");
              return Future.failedFuture(failure);
            });
  }

  private static ChannelRequest verified(Channel channel, ChannelRequest request) {
    channel.verify(request);
    return request;
  }

  /**
   * All messages at once, so that a batch costs one commit, not one for each. Where one of them
   * fails the whole request does: it is sent again, and what was stored is recognised.
   */
  private Future<Answer> store(
      Channel channel, ChannelRequest request, Arrival arrival, long startedNanos) {
    arrival
        .ignored()
        .forEach((reason, count) -> meters.ignored(channel.id(), channel.kind(), reason, count));
    List<Future<Receipt>> stored = arrival.messages().stream().map(this::accept).toList();
    return Future.join(stored)
        .transform(
            joined -> {
              if (joined.failed()) {
                return Future.failedFuture(worst(stored));
              }
              List<Receipt> receipts = stored.stream().map(Future::result).toList();
              if (!receipts.isEmpty()) {
                timer.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
              }
              receipts.forEach(receipt -> log(channel, receipt));
              return noticed(arrival).map(done -> channel.answer(request, arrival, receipts));
            });
  }

  /** Last, for a notice may concern a message of the same request. */
  private Future<Void> noticed(Arrival arrival) {
    return arrival.notices().isEmpty() ? Future.succeededFuture() : notices.take(arrival.notices());
  }

  private Future<Receipt> accept(InboundMessage message) {
    return Future.succeededFuture(message).compose(intake::accept);
  }

  /** A failure that asks to try again says more than one that does not. */
  private static Failure worst(List<Future<Receipt>> stored) {
    List<Failure> failures =
        stored.stream().filter(Future::failed).map(each -> Problem.of(each.cause())).toList();
    return failures.stream()
        .filter(failure -> failure.kind().retryable())
        .findFirst()
        .orElse(failures.getFirst());
  }

  private static void log(Channel channel, Receipt receipt) {
    LOG.atInfo()
        .addKeyValue("channel", channel.id())
        .addKeyValue("ticket", receipt.ticket())
        .addKeyValue("message", receipt.message())
        .addKeyValue("outcome", outcome(receipt).wire())
        .log("message durable");
  }

  private static IntakeMeters.Outcome outcome(Receipt receipt) {
    if (receipt.duplicate()) {
      return IntakeMeters.Outcome.DUPLICATE;
    }
    return receipt.quarantined() ? IntakeMeters.Outcome.QUARANTINED : IntakeMeters.Outcome.STORED;
  }
}
