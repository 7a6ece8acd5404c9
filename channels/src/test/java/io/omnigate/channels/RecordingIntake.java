package io.omnigate.channels;

import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.Intake;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.Status;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps messages in memory and treats keys as the real intake does. */
public final class RecordingIntake implements Intake {
  private record Kept(InboundMessage message, Receipt receipt) {}

  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private volatile Optional<Failure> failing = Optional.empty();
  private volatile boolean quarantining;
  private volatile boolean full;

  @Override
  public synchronized Future<Receipt> accept(InboundMessage message) {
    if (failing.isPresent()) {
      return Future.failedFuture(failing.get());
    }
    String key = message.origin().channel() + '\n' + message.origin().key();
    Kept before = kept.get(key);
    if (before == null) {
      Kept now = new Kept(message, receipt(message));
      kept.put(key, now);
      return Future.succeededFuture(now.receipt());
    }
    boolean same = before.message().origin().raw().sha256().equals(message.origin().raw().sha256());
    return message.origin().sameBytes() && !same
        ? Future.failedFuture(
            new Failure(Failure.Kind.INVALID, "idempotency-key-reused", "other bytes before"))
        : Future.succeededFuture(before.receipt().again());
  }

  @Override
  public boolean hasRoom(String channel) {
    return !full;
  }

  /** Says from now on whether there is room for more. */
  public void full(boolean now) {
    full = now;
  }

  /** Every message kept, in the order of arrival. */
  public synchronized List<InboundMessage> messages() {
    return kept.values().stream().map(Kept::message).toList();
  }

  /** The only message kept. */
  public InboundMessage only() {
    List<InboundMessage> all = messages();
    if (all.size() != 1) {
      throw new AssertionError("kept " + all.size() + " messages instead of one");
    }
    return all.getFirst();
  }

  /** Refuses everything from now on. */
  public void failWith(Failure failure) {
    failing = Optional.of(failure);
  }

  /** Takes everything again. */
  public void recover() {
    failing = Optional.empty();
  }

  /** Sets everything aside from now on. */
  public void quarantine() {
    quarantining = true;
  }

  private Receipt receipt(InboundMessage message) {
    boolean trapped = message.handling().marks().contains(Mark.SPAM);
    boolean named = message.sender().name() != null;
    return new Receipt(
        quarantining ? null : message.ids().ticket(),
        message.ids().message(),
        named ? null : message.ids().visitor(),
        quarantining ? null : trapped ? Status.SPAM : Status.NEW,
        true,
        false);
  }
}
