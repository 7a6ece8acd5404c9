package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.IntakeMeters.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** A message that waits for its receipt. Its fate is counted when it is known, answered or not. */
final class Pending {
  private final InboundMessage message;
  private final long deadlineNanos;
  private final IntakeMeters meters;
  private final Promise<Receipt> receipt = Promise.promise();

  Pending(InboundMessage message, long deadlineNanos, IntakeMeters meters) {
    this.message = message;
    this.deadlineNanos = deadlineNanos;
    this.meters = meters;
  }

  InboundMessage message() {
    return message;
  }

  /**
   * What it holds in memory; a payload that many messages share, or that was sent ahead, counts
   * little.
   */
  long bytes() {
    RawPayload raw = message.origin().raw();
    Buffer carried = raw.carried();
    return carried == null ? message.content().text().length() : carried.length();
  }

  Future<Receipt> future() {
    return receipt.future();
  }

  boolean late(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  /** Answers "unavailable" though the fate is still open: a batch under way may yet commit. */
  void giveUp() {
    receipt.tryFail(Intake.unavailable());
  }

  void stored(Receipt known) {
    if (known.quarantined()) {
      count(known.duplicate() ? Outcome.DUPLICATE : Outcome.QUARANTINED, "quarantined");
    } else {
      count(known.duplicate() ? Outcome.DUPLICATE : Outcome.STORED, "none");
    }
    receipt.tryComplete(known);
  }

  void refused(Failure failure) {
    count(Outcome.REJECTED, failure.code());
    receipt.tryFail(failure);
  }

  private void count(Outcome outcome, String reason) {
    meters.count(message.origin().channel(), message.origin().kind(), outcome, reason);
  }
}
