package io.omnigate.gateway.live;

import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.gateway.api.TicketJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tickets as JSON text. Each is encoded once, however many views show it; only the latest texts are
 * kept.
 */
final class TicketTexts {
  private final Map<TicketId, Encoded> texts;

  /** Keeps up to {@code capacity} tickets. */
  TicketTexts(int capacity) {
    texts =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TicketId, Encoded> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The JSON of {@code ticket}. */
  String of(Ticket ticket) {
    Encoded known = texts.get(ticket.id());
    if (known != null && known.ticket().equals(ticket)) {
      return known.text();
    }
    String text = TicketJson.of(ticket).encode();
    texts.put(ticket.id(), new Encoded(ticket, text));
    return text;
  }

  private record Encoded(Ticket ticket, String text) {}
}
