package io.omnigate.core.intake;

import io.omnigate.core.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a message has on disk ahead of it, a slice at a time, so that nothing is ever whole in
 * memory; the message follows once all of it has arrived. Each slice has the database's patience,
 * and the first that fails ends it all: so a large message takes the time it takes, and is answered
 * soon after the database stalls. Messages that hold everything in memory pass straight through.
 */
public final class UploadingIntake implements Intake {
  /** What one message holds in memory at a time, in bytes. */
  static final int SLICE = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(UploadingIntake.class);

  private final Vertx vertx;
  private final Intake next;
  private final Uploads uploads;
  private final IntakeMeters meters;

  /** An intake in front of {@code next}. */
  public UploadingIntake(Vertx vertx, Intake next, Uploads uploads, IntakeMeters meters) {
    this.vertx = vertx;
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
      sent = sent.compose(done -> send(part));
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

  private Future<Void> send(Part part) {
    return vertx
        .fileSystem()
        .open(part.spooled().file().toString(), new OpenOptions().setWrite(false))
        .compose(file -> slices(file, part, 0).eventually(() -> file.close()));
  }

  private Future<Void> slices(AsyncFile file, Part part, int position) {
    long from = (long) position * SLICE;
    if (from >= part.spooled().size()) {
      return Future.succeededFuture();
    }
    int length = (int) Math.min(SLICE, part.spooled().size() - from);
    return file.read(Buffer.buffer(length), 0, from, length)
        .compose(slice -> uploads.add(part.message(), part.number(), position, slice))
        .compose(done -> slices(file, part, position + 1));
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
