package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notice.Progress;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
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

  @Test
  @Timeout(30)
  void aReportWhoseIdIsRecordedWhileItWaitsIsLeftToWhoRecordsIt() throws Exception {
    Lease known = begun("a");
    sent(known, "k-1");
    Lease recording = begun("b");
    try (Connection other = TestSql.connect(fixture.url)) {
      other.setAutoCommit(false);
      other.createStatement().execute("SELECT FROM outbox WHERE outcome = 'sent' FOR UPDATE");
      Future<Void> told = fixture.notices.take(List.of(delivered("k-1", 1), delivered("p-1", 1)));
      untilSomebodyWaits();
      TestSql.run(
          fixture.url,
          "INSERT INTO outbox_provider_id (channel, provider_id, message, part)"
              + " SELECT channel, 'p-' || part, id, part FROM outbox, (VALUES (1), (2)) AS p (part)"
              + " WHERE outcome IS NULL");
      other.commit();
      await(told);
    }
    assertEquals("p-1", fixture.ask("SELECT string_agg(provider_id, ' ') FROM delivery_report"));

    sent(recording, "p-1", "p-2");
    fixture.told(delivered("p-2", 2));
    assertEquals("2", fixture.ask("SELECT count(*) FROM outbox WHERE delivered_at IS NOT NULL"));
  }

  private Lease begun(String session) {
    TicketId id = fixture.accept(Messages.chat(session).at(fixture.now).build()).ticket();
    fixture.perform(new Command.Reply(id, ANN, null, "On its way.", null, List.of()));
    Lease lease =
        await(
                fixture.outbox.claim(
                    Set.of("chat"), 1, fixture.now, fixture.now.plus(Duration.ofMinutes(3))))
            .getFirst();
    await(fixture.outbox.begin(lease, fixture.now));
    return lease;
  }

  private void sent(Lease lease, String... ids) {
    await(fixture.outbox.record(lease, new DeliveryOutcome.Sent(List.of(ids)), fixture.now, null));
  }

  private Notice delivered(String id, int second) {
    return new Notice.Reported(
        "chat", id, Progress.DELIVERED, fixture.now.plusSeconds(second), null, fixture.now);
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
