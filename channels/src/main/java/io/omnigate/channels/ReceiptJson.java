package io.omnigate.channels;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.intake.Receipt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Receipts as producers see them. */
public final class ReceiptJson {
  private ReceiptJson() {}

  /** One receipt. */
  public static JsonObject of(Receipt receipt) {
    JsonObject json =
        new JsonObject()
            .put("ticket", receipt.ticket() == null ? null : receipt.ticket().value())
            .put("message", receipt.message())
            .put("visitor", receipt.visitor() == null ? null : receipt.visitor().value())
            .put("status", receipt.status() == null ? null : receipt.status().wire())
            .put("created", receipt.created())
            .put("duplicate", receipt.duplicate());
    return receipt.quarantined() ? json.put("quarantined", true) : json;
  }

  /** 201 for what is stored, 200 for what was seen before, 202 for what was set aside. */
  public static int status(Receipt receipt) {
    if (receipt.quarantined()) {
      return 202;
    }
    return receipt.duplicate() ? 200 : 201;
  }

  /** The usual answer to one message. */
  public static Answer answer(Receipt receipt) {
    return Answer.json(status(receipt), of(receipt));
  }

  /**
   * The answer to a webhook, which wants a 200 and nothing else: all receipts, for one message its
   * members at the top as well.
   */
  public static Answer webhook(Arrival arrival, List<Receipt> receipts) {
    JsonObject json = receipts.size() == 1 ? of(receipts.getFirst()) : new JsonObject();
    JsonArray all = new JsonArray();
    receipts.forEach(receipt -> all.add(of(receipt)));
    return Answer.json(200, json.put("receipts", all).put("ignored", arrival.ignoredCount()));
  }
}
