package io.omnigate.channels.out;

import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;

/**
 * What is a provider's own about files: which ones it takes, how they get there, and the call that
 * shows one to the customer. Everything is uploaded before anything is shown, so that a file that
 * is refused leaves nothing half sent.
 */
public interface FileSender {
  /** Whether the provider takes such a file; it is not empty. */
  boolean takes(Delivery.File file);

  /**
   * Hands the bytes over without showing them to anybody. Never fails. A provider that takes and
   * shows a file in one call has nothing to do here.
   */
  default Future<Upload> upload(Delivery delivery, Delivery.File file) {
    return Future.succeededFuture(new Upload.Ready(""));
  }

  /**
   * Shows a file to the customer. Never fails; answers as {@link PartSender#send} does.
   *
   * @param reference of {@link Upload.Ready}
   */
  Future<DeliveryOutcome> send(Delivery delivery, Delivery.File file, String reference);
}
