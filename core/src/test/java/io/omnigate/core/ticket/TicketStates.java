package io.omnigate.core.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the CHECKs of the table {@code ticket}, and the meaning of its columns, ask of a state. */
final class TicketStates {
  private TicketStates() {}

  static void assertConsistent(TicketState state) {
    TicketState.Waiting waiting = state.waiting();
    TicketState.Aside aside = state.aside();
    TicketState.Moments moments = state.moments();
    assertEquals(waiting.since() == null, waiting.dueAt() == null);
    assertTrue(!waiting.overdue() || waiting.dueAt() != null);
    assertEquals(aside.postponedFrom() == null, aside.postponedUntil() == null);
    switch (state.status()) {
      case NEW, OPEN -> {
        assertNotNull(waiting.since());
        assertEquals(TicketState.Aside.NONE, aside);
        assertNull(moments.resolvedAt());
      }
      case ANSWERED -> {
        assertEquals(TicketState.Waiting.NONE, waiting);
        assertEquals(TicketState.Aside.NONE, aside);
      }
      case POSTPONED -> {
        assertTrue(aside.postponedFrom() != null && aside.postponedFrom().code() <= 2);
        assertNull(aside.spamFrom());
      }
      case RESOLVED -> {
        assertEquals(TicketState.Waiting.NONE, waiting);
        assertNotNull(moments.resolvedAt());
        assertNull(moments.closedAt());
      }
      case CLOSED -> {
        assertEquals(TicketState.Waiting.NONE, waiting);
        assertNotNull(moments.closedAt());
      }
      case SPAM -> assertTrue(aside.spamFrom() == null || aside.spamFrom().code() <= 5);
      case DELETED -> assertTrue(aside.deletedFrom() != null && aside.deletedFrom().code() <= 6);
    }
    if (moments.purgedAt() != null) {
      assertTrue(state.status() == Status.SPAM || state.status() == Status.DELETED);
    }
  }
}
