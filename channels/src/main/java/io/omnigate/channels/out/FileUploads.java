package io.omnigate.channels.out;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands the files of one message to its provider, before anything is shown. What the provider does
 * not take, by its rules or by its answer, goes as a link.
 */
final class FileUploads {
  private final Optional<FileSender> sender;
  private final Delivery delivery;
  private final PartRun run;
  private final List<Ready> ready = new ArrayList<>();
  private final List<Delivery.File> toLink = new ArrayList<>();

  FileUploads(Optional<FileSender> sender, Delivery delivery, PartRun run) {
    this.sender = sender;
    this.delivery = delivery;
    this.run = run;
  }

  /**
   * What became of all files.
   *
   * @param hindered why the message cannot leave now; empty where it can
   */
  record Uploaded(
      List<Ready> ready, List<Delivery.File> toLink, Optional<DeliveryOutcome> hindered) {}

  /** A file that only has to be shown. */
  record Ready(FileSender sender, Delivery.File file, String reference) {
    Future<DeliveryOutcome> send(Delivery delivery) {
      return sender.send(delivery, file, reference);
    }
  }

  /** Uploads one after the other. */
  Future<Uploaded> all() {
    return from(0);
  }

  private Future<Uploaded> from(int index) {
    List<Delivery.File> files = delivery.content().files();
    if (index == files.size()) {
      return ended(Optional.empty());
    }
    Delivery.File file = files.get(index);
    Optional<FileSender> taker = sender.filter(each -> taken(each, file));
    if (taker.isEmpty()) {
      toLink.add(file);
      return from(index + 1);
    }
    if (run.late()) {
      return ended(Optional.of(new DeliveryOutcome.Retry("Its files took too long to upload.")));
    }
    return taker
        .get()
        .upload(delivery, file)
        .compose(
            upload ->
                switch (upload) {
                  case Upload.Ready(String reference) -> {
                    ready.add(new Ready(taker.get(), file, reference));
                    yield from(index + 1);
                  }
                  case Upload.Refused(DeliveryOutcome.Failed never) -> {
                    toLink.add(file);
                    yield from(index + 1);
                  }
                  case Upload.Refused(DeliveryOutcome why) -> ended(Optional.of(why));
                  case Upload.Gone() -> ended(Optional.of(DeliveryOutcome.Failed.fileGone()));
                });
  }

  private Future<Uploaded> ended(Optional<DeliveryOutcome> hindered) {
    return Future.succeededFuture(new Uploaded(ready, toLink, hindered));
  }

  private static boolean taken(FileSender sender, Delivery.File file) {
    return file.size() > 0 && sender.takes(file);
  }
}
