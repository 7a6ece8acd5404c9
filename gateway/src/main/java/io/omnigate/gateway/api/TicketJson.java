package io.omnigate.gateway.api;

import io.omnigate.core.ticket.ContactCard;
import io.omnigate.core.ticket.Ticket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ticket as JSON, wherever one is shown. */
public final class TicketJson {
  private TicketJson() {}

  /** The ticket; times are RFC 3339 in UTC. */
  public static JsonObject of(Ticket ticket) {
    return new JsonObject()
        .put("id", ticket.id().value())
        .put("status", ticket.status().wire())
        .put("priority", ticket.priority().wire())
        .put("subject", ticket.subject())
        .put("channel", ticket.channel())
        .put("kind", ticket.kind())
        .put("department", ticket.department())
        .put("assignee", ticket.assignee())
        .put("tags", new JsonArray(ticket.tags()))
        .put("contact", contact(ticket.contact()))
        .put("createdAt", time(ticket.createdAt()))
        .put("waitingSince", time(ticket.waitingSince()))
        .put("dueAt", time(ticket.dueAt()))
        .put("overdue", ticket.overdue())
        .put("postponedUntil", time(ticket.postponedUntil()))
        .put("lease", lease(ticket))
        .put("messageCount", ticket.messageCount())
        .put("preview", ticket.preview())
        .put("followUpOf", ticket.followUpOf() == null ? null : ticket.followUpOf().value())
        .put("version", ticket.version());
  }

  /** A time, or null. */
  static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  private static @Nullable JsonObject lease(Ticket ticket) {
    return ticket.lease() == null
        ? null
        : new JsonObject()
            .put("agent", ticket.lease().agent())
            .put("until", time(ticket.lease().until()));
  }

  private static JsonObject contact(ContactCard contact) {
    return new JsonObject()
        .put("visitor", contact.visitor() == null ? null : contact.visitor().value())
        .put("name", contact.name())
        .put("email", contact.email())
        .put("phone", contact.phone());
  }
}
