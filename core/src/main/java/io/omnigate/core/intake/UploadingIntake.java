package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a message has on disk ahead of it, as {@link SpoolSender} does; the message follows
 * once all of it has arrived. So a large message takes the time it takes, and is answered soon
 * after the database stalls. Messages that hold everything in memory pass straight through.
 */
public final class UploadingIntake implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(UploadingIntake.class);

  private final Intake next;
  private final Uploads uploads;
  private final SpoolSender sender;
  private final IntakeMeters meters;

  /** An intake in front of {@code next}. */
  public UploadingIntake(Vertx vertx, Intake next, Uploads uploads, IntakeMeters meters) {
    this.sender = new SpoolSender(vertx, uploads);
    this.next = next;
    this.uploads = uploads;
    this.meters = meters;
  }

  /** One part of a message. */
  private record Part(String message, int number, Spooled spooled) {}

  @Override
  public Future<Receipt> accept(InboundMessage message) {
    List<Part> parts = parts(message);
    if (parts.isEmpty()) {
      return next.accept(message);
    }
    if (!next.hasRoom(message.origin().channel())) { // taking it apart took its time
      return Future.failedFuture(refused(message, IntakeLoad.full()));
    }
    Future<Void> sent = Future.succeededFuture();
    for (Part part : parts) {
      sent = sent.compose(done -> sender.send(part.message(), part.number(), part.spooled()));
    }
    return sent.recover(cause -> Future.failedFuture(notSent(message, cause)))
        .compose(done -> next.accept(message))
        .onComplete(known -> forget(message));
  }

  @Override
  public boolean hasRoom(String channel) {
    return next.hasRoom(channel);
  }

  private static List<Part> parts(InboundMessage message) {
    Spooled raw = message.origin().raw().spooled();
    List<Attachment> files = message.content().attachments();
    if (raw == null && files.isEmpty()) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    if (raw != null) {
      parts.add(new Part(message.ids().message(), Uploads.RAW, raw));
    }
    for (int i = 0; i < files.size(); i++) {
      Spooled file = files.get(i).spooled();
      if (file != null) {
        parts.add(new Part(message.ids().message(), i + 1, file));
      }
    }
    return parts;
  }

  /** Beside the answer, which is known by now: a database that is away must not delay it. */
  private void forget(InboundMessage message) {
    uploads
        .forget(message.ids().message())
        .onFailure(
            cause -> LOG.atInfo().setCause(cause).log("what was sent ahead is left for the sweep"));
  }

  private Failure notSent(InboundMessage message, Throwable cause) {
    LOG.atWarn().setCause(cause).log("a large message could not be sent ahead");
    return refused(message, Intake.unavailable());
  }

  private Failure refused(InboundMessage message, Failure failure) {
    InboundMessage.Origin origin = message.origin();
    meters.count(origin.channel(), origin.kind(), IntakeMeters.Outcome.REJECTED, failure.code());
    return failure;
  }
}
