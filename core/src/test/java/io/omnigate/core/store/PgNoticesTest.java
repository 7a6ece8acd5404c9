package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notice.Progress;
import io.omnigate.core.notice.Notices;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgNoticesTest {
  private static final String CHANNEL = "chat";

  private DeskFixture fixture;
  private Notices notices;

  @BeforeAll
  void open() {
    fixture = new DeskFixture();
    notices =
        new PgNotices(
            fixture.database,
            Duration.ofDays(4),
            new Random(3),
            fixture.signal,
            new TransitionMeters(fixture.registry));
  }

  @BeforeEach
  void reset() {
    fixture.reset();
    TestSql.run(fixture.url, "DELETE FROM delivery_report; DELETE FROM withdrawal_ahead");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private TicketId message(String session, String messageId) {
    return fixture
        .accept(Messages.chat(session).fact("messageId", messageId).at(fixture.now).build())
        .ticket();
  }

  private Lease answered(String session) {
    TicketId id = message(session, "m-1");
    fixture.perform(new Command.Reply(id, ANN, null, "On its way.", null, List.of()));
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

  private void take(Notice... told) {
    await(notices.take(List.of(told)));
  }

  private String outbox(String expression) {
    return fixture.ask("SELECT (" + expression + ")::text FROM outbox");
  }

  private String events(String event) {
    return fixture.ask("SELECT count(*) FROM entry WHERE facts ->> 'event' = '" + event + "'");
  }

  @Test
  void aWithdrawalIsToldOnceHoweverOftenItComes() {
    TicketId id = message("s", "m-1");
    Notice withdrawn = new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now);
    take(withdrawn, withdrawn);
    take(withdrawn);
    assertEquals("1", events("withdrawn"));
    assertEquals("2", fixture.ask("SELECT version FROM ticket WHERE id = '" + id + "'"));
  }

  @Test
  void listsShowNothingOfWithdrawnWords() {
    said("m-1", "my PIN is 1234");
    said("m-2", "and my name is Ann");
    said("m-3", "  no, it is\n4321 ");
    assertEquals("my PIN is 1234 | no, it is 4321", shown());

    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-3", fixture.now));
    assertEquals("my PIN is 1234 | and my name is Ann", shown());
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    assertEquals("and my name is Ann | and my name is Ann", shown());
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    assertEquals(" | ", shown());
  }

  @Test
  void listsShowNothingOfTheNewerVersionOfAWithdrawnMessageEither() {
    said("m-1", "at 4");
    said("m-1", "at 5, not 4");
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
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
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    take(new Notice.Withdrawn(CHANNEL, "session:other", "m-1", fixture.now));
    take(new Notice.Withdrawn("another", "session:s", "m-1", fixture.now));
    assertEquals("0", events("withdrawn"));
  }

  @Test
  void aWithdrawalThatOvertakesItsMessageTakesEffectWhenThatComes() {
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    said("m-1", "my name is Ann");
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("0", events("withdrawn"));
    assertEquals("1", fixture.ask("SELECT count(*) FROM withdrawal_ahead"));

    said("m-2", "my PIN is 1234");
    await(fixture.due.sweep(fixture.now, 100));
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("1", events("withdrawn"));
    assertEquals("my name is Ann | my name is Ann", shown());
    assertEquals("0", fixture.ask("SELECT count(*) FROM withdrawal_ahead"));
  }

  @Test
  void aWithdrawalOfWhatNeverComesIsForgottenAfterAnHour() {
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(59)), 100));
    assertEquals("1", fixture.ask("SELECT count(*) FROM withdrawal_ahead"));
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(61)), 100));
    message("s", "m-1");
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(61)), 100));
    assertEquals("0", events("withdrawn"));
  }

  @Test
  void whatTakesEffectLaterIsDatedThen() {
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    fixture.pass(Duration.ofSeconds(20));
    TicketId id = message("s", "m-1");
    fixture.pass(Duration.ofSeconds(1));
    await(fixture.due.sweep(fixture.now, 100));
    Entry event = fixture.thread(id).entries().getLast();
    assertEquals("withdrawn", event.facts().get("event"));
    assertEquals(fixture.now, event.at());
    assertEquals(
        "t", fixture.ask("SELECT updated_at = timestamptz '" + fixture.now + "' FROM ticket"));
  }

  @Test
  void aMessageIsFoundAlsoWhereItsConversationHasMovedOnMeanwhile() {
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    TicketId first = message("s", "m-1");
    fixture.pull(first, Trigger.DELETE);
    TicketId second = message("s", "m-2");
    assertNotEquals(first, second);
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals(
        first.value(),
        fixture.ask("SELECT ticket FROM entry WHERE facts ->> 'event' = 'withdrawn'"));
  }

  @Test
  void oneWithdrawalThatFailsHoldsUpNoOther() {
    TicketId poisoned = message("s", "m-0");
    message("t", "m-0");
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    take(new Notice.Withdrawn(CHANNEL, "session:t", "m-1", fixture.now.plusSeconds(1)));
    message("s", "m-1");
    message("t", "m-1");
    TestSql.run(
        fixture.url,
        "ALTER TABLE entry ADD CONSTRAINT poison CHECK (ticket <> '%s' OR kind <> 2) NOT VALID"
            .formatted(poisoned));
    try {
      await(fixture.due.sweep(fixture.now, 100));
    } finally {
      TestSql.run(fixture.url, "ALTER TABLE entry DROP CONSTRAINT poison");
    }
    assertEquals("1", events("withdrawn"));
    await(fixture.due.sweep(fixture.now, 100));
    assertEquals("2", events("withdrawn"));
  }

  @Test
  void aStepOfTheCleanUpThatFailsHoldsUpNoOther() {
    take(reported("p-1", Progress.DELIVERED, 1));
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    fixture.pass(Duration.ofMinutes(61));
    TestSql.run(fixture.url, "ALTER TABLE session RENAME TO nowhere");
    TestSql.run(fixture.url, "ALTER TABLE withdrawal_ahead RENAME TO nowhere_else");
    try {
      await(fixture.due.sweep(fixture.now, 100));
    } finally {
      TestSql.run(fixture.url, "ALTER TABLE nowhere RENAME TO session");
      TestSql.run(fixture.url, "ALTER TABLE nowhere_else RENAME TO withdrawal_ahead");
    }
    assertEquals("0", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  /** The sweep asks every second, on every gateway. */
  @Test
  void whatWaitsInVainOnALongConversationCostsLittle() {
    TicketId id = message("s", "m-0");
    TestSql.run(
        fixture.url,
        """
        INSERT INTO entry SELECT ticket, seq + n, id || n, at, kind, direction, author_type,
                                 author_name, agent, body, html, facts
        FROM entry, generate_series(1, 3000) AS n
        WHERE seq = (SELECT max(seq) FROM entry);
        UPDATE ticket SET last_seq = last_seq + 3000;
        INSERT INTO withdrawal_ahead
        SELECT 'chat', 'session:s', 'never ' || n, timestamptz '%s' FROM generate_series(1, 500) n;
        ANALYZE"""
            .formatted(fixture.now.plusSeconds(100)));
    assertEquals(0, entriesRead(), "of a ticket where nothing was written since");
    TestSql.run(
        fixture.url,
        "UPDATE ticket SET updated_at = '%s' WHERE id = '%s'"
            .formatted(fixture.now.plusSeconds(100), id));
    assertEquals(100, entriesRead());
  }

  /** How many rows of the thread the question reads whether a message has come by now. */
  private long entriesRead() {
    String statement = Sql.of("notice.sql").get("withdrawals-ahead").replace("$1", "500");
    JsonArray plans =
        new JsonArray(fixture.ask("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + statement));
    return entriesRead(plans.getJsonObject(0).getJsonObject("Plan"));
  }

  private static long entriesRead(JsonObject node) {
    double own =
        !"entry".equals(node.getString("Relation Name"))
            ? 0
            : node.getDouble("Actual Loops")
                * (node.getDouble("Actual Rows") + node.getDouble("Rows Removed by Filter", 0.0));
    return Math.round(own)
        + node.getJsonArray("Plans", new JsonArray()).stream()
            .mapToLong(child -> entriesRead((JsonObject) child))
            .sum();
  }

  @Test
  void whatIsPurgedCannotBeWithdrawn() {
    TicketId id = message("s", "m-1");
    fixture.pull(id, Trigger.DELETE);
    fixture.pull(id, Trigger.PURGE);
    take(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    assertEquals("0", events("withdrawn"));
  }

  @Test
  void reportsInAnyOrderComeToTheSame() {
    List<Notice> reports =
        new ArrayList<>(
            List.of(
                reported("p-1", Progress.DELIVERED, 1),
                reported("p-1", Progress.READ, 2),
                reported("p-2", Progress.DELIVERED, 3)));
    Random random = new Random(5);
    for (int round = 0; round < 6; round++) {
      reset();
      sent(answered("s"), "p-1", "p-2");
      Collections.shuffle(reports, random);
      reports.forEach(this::take);
      assertEquals("sent", outbox("outcome"));
      assertEquals("true", outbox("read_at = timestamptz '" + fixture.now.plusSeconds(2) + "'"));
      assertEquals("true", outbox("delivered_at IS NOT NULL"));
    }
  }

  @Test
  void oneRequestMaySayTheSameTwice() {
    sent(answered("s"), "p-1");
    take(
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
    take(reported("p-1", Progress.READ, 1));
    assertEquals("true", outbox("read_at IS NULL"));
    sent(lease, "p-1");
    assertEquals("true", outbox("read_at IS NOT NULL AND delivered_at IS NOT NULL"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  @Test
  void aFailureBeforeTheIdIsRecordedIsToldAllTheSame() {
    Lease lease = answered("s");
    take(reported("p-1", Progress.FAILED, 1));
    sent(lease, "p-1");
    assertEquals("failed", outbox("outcome"));
    assertEquals("1", events("undelivered"));
  }

  @Test
  void aReportIsKeptUntilItsFailureIsTold() {
    sent(answered("s"), "p-1");
    TestSql.run(
        fixture.url, "ALTER TABLE entry ADD CONSTRAINT disk_full CHECK (kind <> 2) NOT VALID");
    Notice failure = reported("p-1", Progress.FAILED, 1);
    try {
      assertThrows(PgException.class, () -> take(failure));
    } finally {
      TestSql.run(fixture.url, "ALTER TABLE entry DROP CONSTRAINT disk_full");
    }
    assertEquals("1", fixture.ask("SELECT count(*) FROM delivery_report"));
    take(failure);
    assertEquals("failed", outbox("outcome"));
    assertEquals("1", events("undelivered"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM delivery_report"));
  }

  @Test
  void whatWasDeliveredCannotFailAnyMore() {
    sent(answered("s"), "p-1");
    take(reported("p-1", Progress.DELIVERED, 1));
    take(reported("p-1", Progress.FAILED, 2));
    assertEquals("sent", outbox("outcome"));
    assertEquals("0", events("undelivered"));
  }

  @Test
  void oldReportsOfStrangersMessagesAreDropped() {
    take(reported("p-1", Progress.DELIVERED, 1));
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
    take(reported("p-1", Progress.DELIVERED, 1));
    assertEquals(fixture.now.plusSeconds(1), delivery().deliveredAt());
    take(reported("p-1", Progress.READ, 2));
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
