package io.omnigate.gateway.live;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.ticket.TicketId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has which ticket on the screen, on this node; each socket has one at most. To be used from
 * the hub's context only.
 */
final class Presence {
  private static final String FRAME = "presence";

  private final Map<TicketId, Set<Outlet>> viewers = new HashMap<>();
  private final Map<Outlet, TicketId> viewed = new HashMap<>();

  /**
   * Somebody looks at {@code ticket} now, or at none; all who view the tickets concerned are told.
   */
  void view(Outlet outlet, @Nullable TicketId ticket) {
    TicketId before = viewed.get(outlet);
    if (before != null && !before.equals(ticket)) {
      leave(outlet, before);
      tell(before);
    }
    if (ticket != null) {
      viewed.put(outlet, ticket);
      viewers.computeIfAbsent(ticket, id -> new LinkedHashSet<>()).add(outlet);
      tell(ticket);
    }
  }

  /** Tells all who view {@code ticket} what its customer does; it is of the moment only. */
  void customer(TicketId ticket, String does) {
    String frame = ServerFrames.customer(ticket, does);
    viewers
        .getOrDefault(ticket, Set.of())
        .forEach(outlet -> outlet.sendLatest("customer " + does, frame));
  }

  private void leave(Outlet outlet, TicketId ticket) {
    viewed.remove(outlet);
    outlet.forget(FRAME);
    Set<Outlet> others = viewers.getOrDefault(ticket, Set.of());
    others.remove(outlet);
    if (others.isEmpty()) {
      viewers.remove(ticket);
    }
  }

  private void tell(TicketId ticket) {
    Set<Outlet> present = viewers.getOrDefault(ticket, Set.of());
    String frame = ServerFrames.presence(ticket, agents(present));
    present.forEach(outlet -> outlet.sendLatest(FRAME, frame));
  }

  /** Each agent once, however many windows they have open. */
  private static Collection<Agent> agents(Set<Outlet> outlets) {
    Map<String, Agent> agents = new LinkedHashMap<>();
    outlets.forEach(outlet -> agents.put(outlet.agent().email(), outlet.agent()));
    return agents.values();
  }
}
