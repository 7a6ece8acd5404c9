package io.omnigate.core.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.BatchStore.Result;
import io.omnigate.core.intake.BatchView.ConversationKey;
import io.omnigate.core.intake.BatchView.IdentityKey;
import io.omnigate.core.intake.BatchView.KnownContact;
import io.omnigate.core.intake.BatchView.KnownIdentity;
import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What is stored before a batch is planned, and the planner. */
final class PlannerBench {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration WINDOW = Duration.ofDays(4);
  static final UUID ANN = new UUID(1, 1);

  private final Planner planner = new Planner(Targets::due, WINDOW);
  final TicketId ticket = TicketId.random(new Random(1));
  final Map<IdentityKey, KnownIdentity> identities = new HashMap<>();
  final Map<ConversationKey, TicketId> conversations = new HashMap<>();
  final Map<TicketId, LockedTicket> tickets = new HashMap<>();
  final Map<TicketId, TicketId> continuations = new HashMap<>();

  BatchPlan plan(InboundMessage... messages) {
    return planner.plan(
        List.of(messages),
        new BatchView(Map.of(), identities, conversations, tickets, continuations));
  }

  static Receipt receipt(BatchPlan plan, int index) {
    return assertInstanceOf(Result.Stored.class, plan.results().get(index)).receipt();
  }

  void own(Identity.Kind kind, String value, UUID contact, boolean verified) {
    identities.put(
        new IdentityKey(kind, value),
        new KnownIdentity(contact, verified, new KnownContact(contact, null, null)));
  }

  void fresh(Identity.Kind kind, String value) {
    identities.put(new IdentityKey(kind, value), new KnownIdentity(new UUID(9, 9), true, null));
  }

  LockedTicket known(Status status, UUID contact, String key) {
    Instant begun = NOW.minus(Duration.ofDays(30));
    TicketState state = TicketState.opened(Status.NEW, Priority.NORMAL, begun, Targets::due);
    for (Trigger trigger : pathTo(status)) {
      state =
          state.after(
              Lifecycle.decide(state.situation(begun, WINDOW), trigger),
              trigger,
              begun,
              null,
              Targets::due);
    }
    assertEquals(status, state.status());
    LockedTicket locked =
        new LockedTicket(ticket, state, contact, 2, 2, 0, "", "ann@X.example", null);
    tickets.put(ticket, locked);
    continuations.put(ticket, ticket);
    conversations.put(new ConversationKey(key.startsWith("mid:") ? "mail" : "chat", key), ticket);
    return locked;
  }

  private static List<Trigger> pathTo(Status status) {
    return switch (status) {
      case ANSWERED -> List.of(Trigger.AGENT_REPLIES);
      case OPEN -> List.of(Trigger.AGENT_REPLIES, Trigger.CUSTOMER_WRITES);
      case CLOSED -> List.of(Trigger.RESOLVE, Trigger.CLOSE);
      default -> List.of();
    };
  }
}
