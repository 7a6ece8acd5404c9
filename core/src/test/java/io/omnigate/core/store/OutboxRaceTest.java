package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.vertx.core.Future;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two gateways and one message, statement by statement. */
class OutboxRaceTest {
  private final DeskFixture fixture = new DeskFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @Timeout(30)
  void whoeverLosesTheLeaseWhileBeginningSendsNothing() throws Exception {
    TicketId id = fixture.tickets.arrive(Priority.NORMAL, fixture.now);
    fixture.perform(new Command.Reply(id, ANN, null, "We look into it.", null, List.of()));
    Lease stalled =
        await(
                fixture.outbox.claim(
                    Set.of("mail"), 1, fixture.now, fixture.now.plus(Duration.ofMinutes(3))))
            .getFirst();
    try (Connection other = TestSql.connect(fixture.url)) {
      other.setAutoCommit(false);
      other.createStatement().execute("UPDATE outbox SET lease = 'other', begun_at = now()");
      Future<Optional<Delivery>> begun = fixture.outbox.begin(stalled, fixture.now);
      untilSomebodyWaits();
      other.commit();
      assertTrue(await(begun).isEmpty());
    }
    assertEquals("other", fixture.ask("SELECT lease FROM outbox"));
  }

  /** Until the database holds a statement back for the row that another transaction changed. */
  private void untilSomebodyWaits() {
    while (!fixture
        .ask(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .equals("1")) {
      Thread.onSpinWait();
    }
  }
}
