package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notice.Progress;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PgNoticesTest extends DeskTest {
  private static final String CHANNEL = "chat";

  private TicketId message(String session, String messageId) {
    return fixture
        .accept(Messages.chat(session).fact("messageId", messageId).at(fixture.now).build())
        .ticket();
  }

  private Lease answered(String session) {
    TicketId id = message(session, "m-1");
    fixture.perform(new Command.Reply(id, ANN, null, "On its way.", null, List.of()));
    return begun();
  }

  private Lease begun() {
    Lease lease =
        await(
                fixture.outbox.claim(
                    Set.of(CHANNEL), 1, fixture.now, fixture.now.plus(Duration.ofMinutes(3))))
            .getFirst();
    await(fixture.outbox.begin(lease, fixture.now));
    return lease;
  }

  private void sent(Lease lease, String... ids) {
    await(fixture.outbox.record(lease, new DeliveryOutcome.Sent(List.of(ids)), fixture.now, null));
  }

  private Notice reported(String id, Progress progress, int second) {
    Instant since = fixture.now.plusSeconds(second);
    return new Notice.Reported(CHANNEL, id, progress, since, "a reason", fixture.now);
  }

  private String outbox(String expression) {
    return fixture.ask("SELECT (" + expression + ")::text FROM outbox");
  }

  @Test
  void aWithdrawalIsToldOnceHoweverOftenItComes() {
    TicketId id = message("s", "m-1");
    Notice withdrawn = new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now);
    fixture.told(withdrawn, withdrawn);
    fixture.told(withdrawn);
    assertEquals(1, fixture.events("withdrawn"));
    assertEquals("2", fixture.ask("SELECT version FROM ticket WHERE id = '" + id + "'"));
  }

  @Test
  void listsShowNothingOfWithdrawnWords() {
    said("m-1", "my PIN is 1234");
    said("m-2", "and my name is Ann");
    said("m-3", "  no, it is\n4321 ");
    assertEquals("my PIN is 1234 | no, it is 4321", shown());

    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-3", fixture.now));
    assertEquals("my PIN is 1234 | and my name is Ann", shown());
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    assertEquals("and my name is Ann | and my name is Ann", shown());
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    assertEquals(" | ", shown());
  }

  @Test
  void listsShowNothingOfTheNewerVersionOfAWithdrawnMessageEither() {
    said("m-1", "at 4");
    said("m-1", "at 5, not 4");
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    assertEquals(" | ", shown());
  }

  private void said(String messageId, String text) {
    fixture.accept(
        Messages.chat("s").text(text).fact("messageId", messageId).at(fixture.now).build());
  }

  private String shown() {
    return fixture.ask("SELECT subject || ' | ' || preview FROM ticket");
  }

  @Test
  void aWithdrawalOfSomethingElseLeavesNoTrace() {
    message("s", "m-1");
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:other", "m-1", fixture.now));
    fixture.told(new Notice.Withdrawn("another", "session:s", "m-1", fixture.now));
    assertEquals(0, fixture.events("withdrawn"));
  }

  @Test
  void whatIsPurgedCannotBeWithdrawn() {
    TicketId id = message("s", "m-1");
    fixture.pull(id, Trigger.DELETE);
    fixture.pull(id, Trigger.PURGE);
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    assertEquals(0, fixture.events("withdrawn"));
  }

  @Test
  void reportsInAnyOrderComeToTheSame() {
    List<Notice> reports =
        new ArrayList<>(
            List.of(
                reported("p-1", Progress.DELIVERED, 1),
                reported("p-1", Progress.READ, 2),
                reported("p-2", Progress.DELIVERED, 3),
                reported("p-2", Progress.READ, 4)));
    Random random = new Random(5);
    for (int round = 0; round < 6; round++) {
      fixture.reset();
      sent(answered("s"), "p-1", "p-2");
      Collections.shuffle(reports, random);
      reports.forEach(fixture::told);
      assertEquals("sent", outbox("outcome"));
      assertEquals("true", outbox("read_at = timestamptz '" + fixture.now.plusSeconds(4) + "'"));
      assertEquals("true", outbox("delivered_at IS NOT NULL"));
    }
  }

  @Test
  void aMessageInPartsIsDeliveredAndReadWhenTheLastPartIs() {
    sent(answered("s"), "p-1", "p-2");
    fixture.told(reported("p-1", Progress.READ, 1));
    assertEquals("true", outbox("delivered_at IS NULL AND read_at IS NULL"));
    fixture.told(reported("p-2", Progress.DELIVERED, 2));
    assertEquals("true", outbox("delivered_at = timestamptz '" + fixture.now.plusSeconds(2) + "'"));
    assertEquals("true", outbox("read_at IS NULL"));
    fixture.told(reported("p-2", Progress.READ, 3));
    assertEquals("true", outbox("read_at = timestamptz '" + fixture.now.plusSeconds(3) + "'"));
  }

  @Test
  void oneFailedPartFailsTheMessageInEitherOrderAndSaysWhichItWas() {
    for (boolean failedFirst : List.of(true, false)) {
      fixture.reset();
      sent(answered("s"), "p-1", "p-2");
      List<Notice> reports =
          List.of(reported("p-2", Progress.FAILED, 1), reported("p-1", Progress.READ, 2));
      (failedFirst ? reports : reports.reversed()).forEach(fixture::told);

      assertEquals("failed", delivery().state());
      assertEquals("Part 2 of 2: a reason", delivery().reason());
      assertNull(delivery().deliveredAt());
      assertNull(delivery().readAt());
      assertEquals(1, fixture.events("undelivered"));
    }
  }

  @Test
  void everyPartThatFailedIsToldAsOneFailure() {
    sent(answered("s"), "p-1", "p-2");
    fixture.told(reported("p-2", Progress.FAILED, 1), reported("p-1", Progress.FAILED, 1));
    assertEquals("Part 1 of 2: a reason", delivery().reason());
    assertEquals(1, fixture.events("undelivered"));
  }

  @Test
  void whatFailedStaysFailedAndIsNotDeliveredBeside() {
    sent(answered("s"), "p-1");
    fixture.told(reported("p-1", Progress.FAILED, 1));
    fixture.told(reported("p-1", Progress.DELIVERED, 2), reported("p-1", Progress.READ, 3));
    assertEquals("failed", delivery().state());
    assertNull(delivery().deliveredAt());
    assertNull(delivery().readAt());
  }

  @Test
  void reportsOfTwoPartsAtOnceAreBothCounted() {
    for (int round = 0; round < 10; round++) {
      fixture.reset();
      sent(answered("s"), "p-1", "p-2");
      await(
          Future.all(
              fixture.notices.take(List.of(reported("p-1", Progress.DELIVERED, 1))),
              fixture.notices.take(List.of(reported("p-2", Progress.DELIVERED, 2)))));
      assertEquals("true", outbox("delivered_at IS NOT NULL"));
    }
  }

  @Test
  void whatIsSentAgainIsJudgedByItsNewPartsAlone() {
    Lease first = answered("s");
    sent(first, "p-1", "p-2");
    fixture.told(reported("p-1", Progress.DELIVERED, 1), reported("p-2", Progress.FAILED, 1));
    TicketId id = new TicketId(fixture.ask("SELECT id FROM ticket"));
    fixture.perform(new Command.SendAgain(id, ANN, null, first.id()));
    Lease second = begun();
    fixture.told(reported("p-2", Progress.FAILED, 2));
    sent(second, "q-1", "q-2");
    fixture.told(reported("q-1", Progress.DELIVERED, 3), reported("q-2", Progress.DELIVERED, 3));
    assertEquals("sent", delivery().state());
    assertEquals(fixture.now.plusSeconds(3), delivery().deliveredAt());
  }

  @Test
  void oneRequestMaySayTheSameTwice() {
    sent(answered("s"), "p-1");
    fixture.told(
        reported("p-1", Progress.DELIVERED, 1),
        reported("p-1", Progress.DELIVERED, 5),
        reported("p-1", Progress.READ, 7),
        reported("p-9", Progress.READ, 7));
    assertEquals("true", outbox("delivered_at = timestamptz '" + fixture.now.plusSeconds(1) + "'"));
    assertEquals("true", outbox("read_at IS NOT NULL"));
    assertEquals("1", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  @Test
  void aReportBeforeTheIdIsRecordedIsAppliedWhenItIs() {
    Lease lease = answered("s");
    fixture.told(reported("p-1", Progress.READ, 1));
    assertEquals("true", outbox("read_at IS NULL"));
    sent(lease, "p-1");
    assertEquals("true", outbox("read_at IS NOT NULL AND delivered_at IS NOT NULL"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  @Test
  void aFailureBeforeTheIdIsRecordedIsToldAllTheSame() {
    Lease lease = answered("s");
    fixture.told(reported("p-1", Progress.FAILED, 1));
    sent(lease, "p-1");
    assertEquals("failed", outbox("outcome"));
    assertEquals(1, fixture.events("undelivered"));
  }

  @Test
  void aReportIsKeptUntilItsFailureIsTold() {
    sent(answered("s"), "p-1");
    TestSql.run(
        fixture.url, "ALTER TABLE entry ADD CONSTRAINT disk_full CHECK (kind <> 2) NOT VALID");
    Notice failure = reported("p-1", Progress.FAILED, 1);
    try {
      assertThrows(PgException.class, () -> fixture.told(failure));
    } finally {
      TestSql.run(fixture.url, "ALTER TABLE entry DROP CONSTRAINT disk_full");
    }
    assertEquals("1", fixture.ask("SELECT count(*) FROM delivery_report"));
    fixture.told(failure);
    assertEquals("failed", outbox("outcome"));
    assertEquals(1, fixture.events("undelivered"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  @Test
  void whatWasDeliveredCannotFailAnyMore() {
    sent(answered("s"), "p-1");
    fixture.told(reported("p-1", Progress.DELIVERED, 1));
    fixture.told(reported("p-1", Progress.FAILED, 2));
    assertEquals("sent", outbox("outcome"));
    assertEquals(0, fixture.events("undelivered"));
  }

  @Test
  void oldReportsOfStrangersMessagesAreDropped() {
    fixture.told(reported("p-1", Progress.DELIVERED, 1));
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(59)), 100));
    assertEquals("1", fixture.ask("SELECT count(*) FROM delivery_report"));
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(61)), 100));
    assertEquals("0", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  @Test
  void aPurgeTakesTheProvidersIdsWithIt() {
    Lease lease = answered("s");
    sent(lease, "p-1");
    TicketId id = new TicketId(fixture.ask("SELECT id FROM ticket"));
    fixture.pull(id, Trigger.DELETE);
    fixture.pull(id, Trigger.PURGE);
    assertEquals("0", fixture.ask("SELECT count(*) FROM outbox_provider_id"));
  }

  @Test
  void theThreadTellsInOnePlaceHowFarAnAnswerGot() {
    Lease lease = answered("s");
    assertEquals("pending", delivery().state());
    sent(lease, "p-1");
    assertEquals("sent", delivery().state());
    fixture.told(reported("p-1", Progress.DELIVERED, 1));
    assertEquals(fixture.now.plusSeconds(1), delivery().deliveredAt());
    fixture.told(reported("p-1", Progress.READ, 2));
    assertEquals(fixture.now.plusSeconds(2), delivery().readAt());
    assertEquals("sent", delivery().state());
    assertEquals(Map.of(), answer().facts());
  }

  private Entry.Delivery delivery() {
    return Objects.requireNonNull(answer().delivery());
  }

  private Entry answer() {
    TicketId id = new TicketId(fixture.ask("SELECT id FROM ticket"));
    return fixture.thread(id).entries().stream()
        .filter(entry -> entry.direction() == Entry.Direction.OUT)
        .findFirst()
        .orElseThrow();
  }
}
