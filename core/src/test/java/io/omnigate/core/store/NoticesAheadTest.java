package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.omnigate.core.TestSql;
import io.omnigate.core.intake.InboundMessage;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.notice.Notice.Progress;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Withdrawals and edits that come before their message. */
class NoticesAheadTest extends DeskTest {
  private static final String CHANNEL = "chat";

  private TicketId message(String session, String messageId) {
    return accept(session, messageId, "Where is my order?", Nature.CUSTOMER);
  }

  private void said(String messageId, String text) {
    accept("s", messageId, text, Nature.CUSTOMER);
  }

  /** As a channel tells of an edit: its newer text first. */
  private void changed(String messageId, String text) {
    accept("s", messageId, text, Nature.EDIT);
    fixture.told(new Notice.Edited(CHANNEL, "session:s", messageId, fixture.now));
  }

  private TicketId accept(String session, String messageId, String text, Nature nature) {
    Messages message =
        Messages.chat(session)
            .text(text)
            .fact("messageId", messageId)
            .nature(nature)
            .at(fixture.now);
    InboundMessage built = (nature == Nature.EDIT ? message.fact("edited", true) : message).build();
    return fixture.accept(built).ticket();
  }

  private void sweep() {
    await(fixture.due.sweep(fixture.now, 100));
  }

  private String shown() {
    return fixture.ask("SELECT subject || ' | ' || preview FROM ticket");
  }

  private String waiting() {
    return fixture.ask("SELECT count(*) FROM notice_ahead");
  }

  @Test
  void anEditThatOvertakesItsMessageStaysTheNewerText() {
    changed("m-1", "at 5, not 4");
    sweep();
    assertEquals("1", waiting(), "its own newer text is not the message it waits for");
    assertEquals("at 5, not 4 | at 5, not 4", shown());

    said("m-1", "at 4");
    sweep();
    sweep();
    assertEquals("at 5, not 4 | at 5, not 4", shown());
    assertEquals(1, fixture.events("overtaken"));
    assertEquals("0", waiting());
    List<Entry> thread =
        fixture.thread(new TicketId(fixture.ask("SELECT id FROM ticket"))).entries();
    Entry older =
        thread.stream().filter(entry -> entry.text().equals("at 4")).findFirst().orElseThrow();
    assertEquals("overtaken", thread.getLast().facts().get("event"));
    assertEquals(older.id(), thread.getLast().facts().get("message"));

    said("m-2", "thanks");
    assertEquals("at 5, not 4 | thanks", shown());
  }

  @Test
  void whatComesAfterALateMessageIsWhatListsShow() {
    changed("m-1", "at 5, not 4");
    said("m-1", "at 4");
    said("m-2", "thanks");
    sweep();
    assertEquals("at 5, not 4 | thanks", shown());
  }

  @Test
  void anEditThatFollowsItsMessageWaitsForNothing() {
    said("m-1", "at 4");
    changed("m-1", "at 5, not 4");
    assertEquals("0", waiting());
    sweep();
    assertEquals(0, fixture.events("overtaken"));
    assertEquals("at 4 | at 5, not 4", shown());
  }

  @Test
  void anEditOfWhatNeverComesIsAMessageLikeAnyOther() {
    changed("m-1", "at 5, not 4");
    changed("m-1", "at 6, not 5");
    fixture.pass(Duration.ofMinutes(61));
    sweep();
    assertEquals("0", waiting());
    said("m-2", "anybody there?");
    sweep();
    assertEquals(0, fixture.events("overtaken"));
    assertEquals("at 5, not 4 | anybody there?", shown());
  }

  @Test
  void nothingIsShownOfALateMessageThatWasWithdrawnAfterItsEdit() {
    changed("m-1", "my PIN is 4321, not 1234");
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    assertEquals(" | ", shown());
    said("m-1", "my PIN is 1234");
    sweep();
    assertEquals(" | ", shown());
  }

  @Test
  void twoGatewaysTakeWhatWaitsOnce() {
    changed("m-1", "at 5, not 4");
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    said("m-1", "at 4");
    said("m-2", "my PIN is 1234");
    Future<Integer> one = fixture.due.sweep(fixture.now, 100);
    Future<Integer> other = fixture.due.sweep(fixture.now, 100);
    await(Future.join(one, other));
    assertEquals(1, fixture.events("overtaken"));
    assertEquals(1, fixture.events("withdrawn"));
  }

  @Test
  void aWithdrawalThatOvertakesItsMessageTakesEffectWhenThatComes() {
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-2", fixture.now));
    said("m-1", "my name is Ann");
    sweep();
    assertEquals(0, fixture.events("withdrawn"));
    assertEquals("1", waiting());

    said("m-2", "my PIN is 1234");
    sweep();
    sweep();
    assertEquals(1, fixture.events("withdrawn"));
    assertEquals("my name is Ann | my name is Ann", shown());
    assertEquals("0", waiting());
  }

  @Test
  void aWithdrawalOfWhatNeverComesIsForgottenAfterAnHour() {
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(59)), 100));
    assertEquals("1", waiting());
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(61)), 100));
    message("s", "m-1");
    await(fixture.due.sweep(fixture.now.plus(Duration.ofMinutes(61)), 100));
    assertEquals(0, fixture.events("withdrawn"));
  }

  @Test
  void whatTakesEffectLaterIsDatedThen() {
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    fixture.pass(Duration.ofSeconds(20));
    TicketId id = message("s", "m-1");
    fixture.pass(Duration.ofSeconds(1));
    sweep();
    Entry event = fixture.thread(id).entries().getLast();
    assertEquals("withdrawn", event.facts().get("event"));
    assertEquals(fixture.now, event.at());
    assertEquals(
        "t", fixture.ask("SELECT updated_at = timestamptz '" + fixture.now + "' FROM ticket"));
  }

  @Test
  void aMessageIsFoundAlsoWhereItsConversationHasMovedOnMeanwhile() {
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    TicketId first = message("s", "m-1");
    fixture.pull(first, Trigger.DELETE);
    TicketId second = message("s", "m-2");
    assertNotEquals(first, second);
    sweep();
    assertEquals(
        first.value(),
        fixture.ask("SELECT ticket FROM entry WHERE facts ->> 'event' = 'withdrawn'"));
  }

  @Test
  void oneWithdrawalThatFailsHoldsUpNoOther() {
    TicketId poisoned = message("s", "m-0");
    message("t", "m-0");
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:t", "m-1", fixture.now.plusSeconds(1)));
    message("s", "m-1");
    message("t", "m-1");
    TestSql.run(
        fixture.url,
        "ALTER TABLE entry ADD CONSTRAINT poison CHECK (ticket <> '%s' OR kind <> 2) NOT VALID"
            .formatted(poisoned));
    try {
      sweep();
    } finally {
      TestSql.run(fixture.url, "ALTER TABLE entry DROP CONSTRAINT poison");
    }
    assertEquals(1, fixture.events("withdrawn"));
    sweep();
    assertEquals(2, fixture.events("withdrawn"));
  }

  @Test
  void aStepOfTheCleanUpThatFailsHoldsUpNoOther() {
    fixture.told(
        new Notice.Reported(CHANNEL, "p-1", Progress.DELIVERED, fixture.now, "", fixture.now));
    fixture.told(new Notice.Withdrawn(CHANNEL, "session:s", "m-1", fixture.now));
    fixture.pass(Duration.ofMinutes(61));
    TestSql.run(fixture.url, "ALTER TABLE session RENAME TO nowhere");
    TestSql.run(fixture.url, "ALTER TABLE notice_ahead RENAME TO nowhere_else");
    try {
      sweep();
    } finally {
      TestSql.run(fixture.url, "ALTER TABLE nowhere RENAME TO session");
      TestSql.run(fixture.url, "ALTER TABLE nowhere_else RENAME TO notice_ahead");
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
        INSERT INTO notice_ahead
        SELECT 'chat', 'session:s', 'never ' || n, timestamptz '%s', 'withdrawn'
        FROM generate_series(1, 500) n;
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
    String statement = Sql.of("notice.sql").get("notices-ahead").replace("$1", "500");
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
}
