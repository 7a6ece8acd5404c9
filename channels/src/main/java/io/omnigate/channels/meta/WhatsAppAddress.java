package io.omnigate.channels.meta;

import io.omnigate.core.outbox.Delivery;
import io.vertx.core.json.JsonObject;

/**
 * Whom a message goes to, as the ticket keeps it: {@code <our phone number's id>:<to>}. Who has no
 * phone number is addressed by the user id, which is no row of digits; a group by its own.
 *
 * @param number the id of the number that was written to
 * @param to a phone number, a user id, or {@code group:<id>}
 */
record WhatsAppAddress(String number, String to) {
  private static final String GROUP = "group:";

  static WhatsAppAddress of(Delivery delivery) {
    String recipient = delivery.message().recipient();
    int colon = recipient.indexOf(':');
    return new WhatsAppAddress(
        recipient.substring(0, Math.max(colon, 0)), recipient.substring(colon + 1));
  }

  /** Whether a call can be made of it. */
  boolean whole() {
    return number.matches("[0-9]+") && !to.isEmpty();
  }

  /** The beginning of a message. */
  JsonObject message() {
    JsonObject message =
        new JsonObject()
            .put("messaging_product", "whatsapp")
            .put("recipient_type", to.startsWith(GROUP) ? "group" : "individual");
    if (to.startsWith(GROUP)) {
      return message.put("to", to.substring(GROUP.length()));
    }
    return message.put(to.matches("[0-9]+") ? "to" : "recipient", to);
  }
}
