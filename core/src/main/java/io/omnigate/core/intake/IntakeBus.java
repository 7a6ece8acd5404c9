package io.omnigate.core.intake;

import io.omnigate.core.CoreBus;
import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;

/**
 * The intake as the event loops see it: one event-bus request to the core for each message, passed
 * by reference.
 */
public final class IntakeBus implements Intake {
  private static final String ADDRESS = "omnigate.intake";

  private final Vertx vertx;
  private final IntakeLoad load;
  private final DeliveryOptions options;

  /**
   * A way to the intake.
   *
   * @param load what waits at the intake
   * @param deadline within which the core answers; the bus itself waits a little longer
   */
  public IntakeBus(Vertx vertx, IntakeLoad load, Duration deadline) {
    this.vertx = vertx;
    this.load = load;
    this.options =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setCodecName(CoreBus.BY_REFERENCE)
            .setSendTimeout(deadline.plusMillis(400).toMillis());
  }

  @Override
  public Future<Receipt> accept(InboundMessage message) {
    return vertx
        .eventBus()
        .<Answer>request(ADDRESS, message, options)
        .transform(
            reply ->
                reply.succeeded()
                    ? reply.result().body().receipt()
                    : Future.failedFuture(Pending.unavailable()));
  }

  @Override
  public boolean hasRoom(String channel) {
    return load.hasRoom(channel);
  }

  /** Answers the requests with {@code intake}, on the current context. */
  public static MessageConsumer<InboundMessage> serve(Vertx vertx, Intake intake) {
    DeliveryOptions byReference = new DeliveryOptions().setCodecName(CoreBus.BY_REFERENCE);
    return vertx
        .eventBus()
        .localConsumer(
            ADDRESS,
            request ->
                intake
                    .accept(request.body())
                    .onSuccess(receipt -> request.reply(new Accepted(receipt), byReference))
                    .onFailure(cause -> request.reply(new Refused(cause), byReference)));
  }

  /** What travels back; failures too go by reference and keep all they say. */
  private sealed interface Answer {
    Future<Receipt> receipt();
  }

  private record Accepted(Receipt given) implements Answer {
    @Override
    public Future<Receipt> receipt() {
      return Future.succeededFuture(given);
    }
  }

  private record Refused(Throwable cause) implements Answer {
    @Override
    public Future<Receipt> receipt() {
      return Future.failedFuture(cause instanceof Failure ? cause : Pending.unavailable());
    }
  }
}
