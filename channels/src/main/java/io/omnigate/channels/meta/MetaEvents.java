package io.omnigate.channels.meta;

import io.omnigate.channels.Arrival;
import io.omnigate.channels.Incoming;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads the events of one of Meta's products. */
sealed interface MetaEvents permits MessagingEvents, WhatsAppEvents {

  /** Adds an entry's customer messages to {@code incoming}, and counts the rest as ignored. */
  void read(JsonObject entry, List<Incoming> incoming, Arrival.Ignored ignored);
}
