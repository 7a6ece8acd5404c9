package io.omnigate.channels.meta;

import io.omnigate.core.outbox.Delivery;
import java.time.Duration;
import java.time.Instant;

/**
 * The time in which a business may answer freely: 24 hours from the customer's latest message
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#customer-service-windows).
 */
final class Window {
  static final String CLOSED =
      "The customer wrote more than 24 hours ago, and Meta lets businesses answer only within that"
          + " time. It can be answered once they write again; on WhatsApp, a template that Meta"
          + " approved can be sent from its manager meanwhile.";

  private static final Duration OPEN = Duration.ofHours(24);

  private Window() {}

  /**
   * Whether it is over, so that there is no use in trying. What the customer wrote after the
   * message counts as well: a message that failed may be sent again.
   */
  static boolean isClosed(Delivery delivery, Instant now) {
    Instant heard = delivery.about().heardAt();
    return heard != null && heard.plus(OPEN).isBefore(now);
  }
}
