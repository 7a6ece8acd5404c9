package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.BOB;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.TicketReader.StoredFile;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.Ticket;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgDeskTest {
  private DeskFixture fixture;
  private TicketId id;

  @BeforeAll
  void open() {
    fixture = new DeskFixture();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @BeforeEach
  void arrive() {
    fixture.now = START;
    id = fixture.tickets.arrive(Priority.NORMAL, START);
    fixture.pass(Duration.ofMinutes(10));
  }

  @Test
  void aReplyIsStoredAndQueuedForItsChannelAndAnswersTheTicket() {
    Attachment file = new Attachment("a.txt", "text/plain", Buffer.buffer("hello"), null);
    Ticket after = fixture.perform(reply("On its way.", List.of(file)));

    assertEquals(Status.ANSWERED, after.status());
    assertNull(after.waitingSince());
    assertNull(after.dueAt());
    assertEquals(2, after.messageCount());
    assertEquals(2, after.version());
    List<Entry> entries = fixture.thread(id).entries();
    assertEquals(List.of(1, 2, 3, 4), entries.stream().map(Entry::seq).toList());
    Entry message = entries.get(2);
    assertEquals(Entry.Kind.MESSAGE, message.kind());
    assertEquals(Entry.Direction.OUT, message.direction());
    assertEquals(ANN.email(), message.author().agent());
    assertEquals("On its way.", message.text());
    assertStatusEvent(entries.get(3), "new", "answered");
    String messageId = String.valueOf(message.facts().get("messageId"));
    assertEquals(Optional.of(id), fixture.messageIds.verify(messageId));
    assertEquals(messageId, outbox("message_id"));
    assertEquals("ann.customer@mail.example", outbox("recipient"));
    assertEquals(message.id(), outbox("id"));
    StoredFile stored =
        await(fixture.reader.attachment(message.attachments().getFirst().id())).orElseThrow();
    assertEquals(5, stored.size());
    assertEquals("hello", await(fixture.reader.bytes(stored, 0, 100)).toString());
    assertEquals(fixture.now, instant("first_answer_at"));
  }

  @Test
  void aSecondReplyMakesNoEventForTheStatusStays() {
    fixture.perform(reply("One.", List.of()));
    fixture.perform(reply("Two.", List.of()));
    List<Entry> entries = fixture.thread(id).entries();
    assertEquals(5, entries.size());
    assertEquals("Two.", entries.getLast().text());
  }

  @Test
  void aReplyToWhatIsOverIsRefusedAndLeavesNothingBehind() {
    fixture.pull(id, Trigger.SPAM);
    Failure failure = fixture.refused(fixture.desk.perform(reply("Hello?", List.of())));
    assertEquals("illegal-transition", failure.code());
    assertEquals(List.of("not-spam", "delete"), failure.more().get("allowed"));
    assertEquals(3, fixture.thread(id).entries().size());
    assertEquals("0", outbox("count(*)"));
  }

  @Test
  void anEmptyReplyNamesItsField() {
    Failure failure = fixture.refused(fixture.desk.perform(reply("  \n", List.of())));
    assertEquals(Map.of("field", "text"), failure.more());
  }

  @Test
  void aCharacterThatCannotBeStoredIsRefusedAsSuch() {
    Command html = new Command.Reply(id, ANN, null, "Hello.", "<b>\0</b>", List.of());
    Command reason = new Command.Transition(id, ANN, null, Trigger.RESOLVE, null, "a\0b");
    assertEquals(Failure.Kind.INVALID, fixture.refused(fixture.desk.perform(html)).kind());
    assertEquals(Failure.Kind.INVALID, fixture.refused(fixture.desk.perform(reason)).kind());
    assertEquals(2, fixture.thread(id).entries().size());
  }

  @Test
  void aNoteStaysInTheHouseAndMovesNothingButTheVersion() {
    Ticket after = fixture.perform(new Command.Note(id, ANN, 1L, "Ask the depot."));
    assertEquals(Status.NEW, after.status());
    assertEquals(2, after.version());
    assertEquals(1, after.messageCount());
    Entry note = fixture.thread(id).entries().getLast();
    assertEquals(Entry.Kind.NOTE, note.kind());
    assertEquals(Entry.Direction.INTERNAL, note.direction());
    assertEquals("0", outbox("count(*)"));
  }

  @Test
  void aChangeOfAnOldVersionIsRefusedWithTheCurrentOne() {
    fixture.perform(new Command.Note(id, ANN, 1L, "First."));
    Failure failure =
        fixture.refused(fixture.desk.perform(new Command.Note(id, ANN, 1L, "Second.")));
    assertEquals(Failure.Kind.STALE, failure.kind());
    assertEquals(2L, failure.more().get("version"));
  }

  @Test
  void anUnknownTicketIsNotFound() {
    TicketId unknown = io.omnigate.core.queue.QueueKeys.id(-1);
    Failure failure =
        fixture.refused(fixture.desk.perform(new Command.Note(unknown, ANN, null, "?")));
    assertEquals(Failure.Kind.NOT_FOUND, failure.kind());
  }

  @Test
  void postponingNeedsATimeAheadButNotTooFar() {
    for (Instant until :
        new Instant[] {null, fixture.now, fixture.now.plus(Duration.ofDays(400))}) {
      Failure failure =
          fixture.refused(
              fixture.desk.perform(
                  new Command.Transition(id, ANN, null, Trigger.POSTPONE, until, null)));
      assertEquals(Map.of("field", "until"), failure.more());
    }
    Ticket after = fixture.pull(id, Trigger.POSTPONE);
    assertEquals(Status.POSTPONED, after.status());
    assertEquals(fixture.now.plus(Duration.ofDays(1)), after.postponedUntil());
    assertEquals(START, after.waitingSince());
  }

  @Test
  void closingAnAnsweredTicketNeedsAReason() {
    fixture.perform(reply("Done.", List.of()));
    Command close = new Command.Transition(id, ANN, null, Trigger.CLOSE, null, " ");
    assertEquals(Map.of("field", "reason"), fixture.refused(fixture.desk.perform(close)).more());
    assertEquals(Status.CLOSED, fixture.pull(id, Trigger.CLOSE).status());
    Entry event = fixture.thread(id).entries().getLast();
    assertEquals("a reason", event.facts().get("reason"));
  }

  @Test
  void everyActionIsLegalOrRefusedWithWhatIsAllowedInstead() {
    fixture.pull(id, Trigger.RESOLVE);
    Failure failure =
        fixture.refused(
            fixture.desk.perform(
                new Command.Transition(id, ANN, null, Trigger.RESOLVE, null, null)));
    assertEquals(List.of("close", "reopen", "spam", "delete"), failure.more().get("allowed"));
    assertEquals(Status.OPEN, fixture.pull(id, Trigger.REOPEN).status());
  }

  @Test
  void aTicketComesBackFromSpamAndBinAsItWas() {
    Ticket before = fixture.perform(reply("Hello.", List.of()));
    fixture.pull(id, Trigger.SPAM);
    fixture.pull(id, Trigger.DELETE);
    assertEquals(Status.SPAM, fixture.pull(id, Trigger.RESTORE).status());
    Ticket after = fixture.pull(id, Trigger.NOT_SPAM);
    assertEquals(before.situation(), after.situation());
    assertEquals(before.version() + 4, after.version());
  }

  @Test
  void aPatchChangesWhatDiffersAndTellsEachChange() {
    Ticket after =
        fixture.perform(
            new Command.Patch(
                id,
                ANN,
                null,
                Priority.URGENT,
                "billing",
                Optional.of(BOB.email()),
                List.of(" vip ", "vip", "late"),
                "A better subject"));
    assertEquals(Priority.URGENT, after.priority());
    assertEquals(START.plus(Duration.ofHours(1)), after.dueAt());
    assertEquals("billing", after.department());
    assertEquals(BOB.email(), after.assignee());
    assertEquals(List.of("vip", "late"), after.tags());
    assertEquals("A better subject", after.subject());
    assertEquals(2, after.version());
    List<Object> fields =
        fixture.thread(id).entries().stream()
            .skip(2)
            .map(entry -> entry.facts().get("field"))
            .toList();
    assertEquals(List.of("priority", "department", "assignee", "tags", "subject"), fields);
  }

  @Test
  void aPatchOfNothingNewMakesNoNewVersion() {
    Ticket after =
        fixture.perform(
            new Command.Patch(
                id, ANN, 1L, Priority.NORMAL, "support", Optional.empty(), List.of(), null));
    assertEquals(1, after.version());
    assertEquals(2, fixture.thread(id).entries().size());
  }

  @Test
  void aPatchNamesTheFieldThatIsWrong() {
    assertEquals("assignee", field(patch(Optional.of("nobody@desk.example"), null, null)));
    assertEquals("tags", field(patch(null, java.util.Collections.nCopies(1, " "), null)));
    assertEquals("tags", field(patch(null, List.of("x".repeat(51)), null)));
    List<String> many = java.util.stream.IntStream.range(0, 21).mapToObj(n -> "t" + n).toList();
    assertEquals("tags", field(patch(null, many, null)));
    assertEquals("subject", field(patch(null, null, "two\nlines")));
  }

  @Test
  void anAssigneeIsTakenAwayByAnEmptyOne() {
    fixture.perform(patch(Optional.of(BOB.email()), null, null));
    assertNull(fixture.perform(patch(Optional.empty(), null, null)).assignee());
  }

  @Test
  void eachMoveIsCountedOnceItIsCommitted() {
    double before = fixture.count("omnigate.transitions", "from", "new", "to", "resolved");
    fixture.pull(id, Trigger.RESOLVE);
    fixture.refused(
        fixture.desk.perform(new Command.Transition(id, ANN, null, Trigger.RESOLVE, null, null)));
    assertEquals(
        before + 1, fixture.count("omnigate.transitions", "from", "new", "to", "resolved"));
  }

  @Test
  void entriesCannotBeChangedNorRemovedByAnybody() {
    for (String statement :
        List.of(
            "UPDATE entry SET body = 'x' WHERE ticket = '" + id + "'",
            "DELETE FROM entry WHERE ticket = '" + id + "'",
            "TRUNCATE entry CASCADE",
            "DO $$ BEGIN PERFORM set_config('omnigate.purging', '"
                + id
                + "', true);"
                + " UPDATE entry SET facts = '{\"event\":\"created\",\"to\":\"open\"}'"
                + " WHERE ticket = '"
                + id
                + "' AND seq = 1; END $$")) {
      IllegalStateException refused =
          org.junit.jupiter.api.Assertions.assertThrows(
              IllegalStateException.class,
              () -> io.omnigate.core.TestSql.run(fixture.url, statement));
      assertTrue(refused.getMessage().contains("append-only"), refused.getMessage());
    }
    assertFalse(fixture.thread(id).entries().isEmpty());
  }

  @Test
  void ticketsAndContactsKeepTheirRowsAndIds() {
    for (String statement :
        List.of(
            "DELETE FROM ticket WHERE id = '" + id + "'",
            "DELETE FROM contact",
            "TRUNCATE ticket CASCADE",
            "UPDATE ticket SET id = '00000-00000' WHERE id = '" + id + "'",
            "UPDATE contact SET id = gen_random_uuid()")) {
      IllegalStateException refused =
          org.junit.jupiter.api.Assertions.assertThrows(
              IllegalStateException.class,
              () -> io.omnigate.core.TestSql.run(fixture.url, statement));
      assertTrue(refused.getMessage().contains("never"), statement + ": " + refused.getMessage());
    }
    assertEquals("1", fixture.ask("SELECT count(*) FROM ticket WHERE id = '" + id + "'"));
  }

  private Command reply(String text, List<Attachment> files) {
    return new Command.Reply(id, ANN, null, text, null, files);
  }

  private Command patch(Optional<String> assignee, List<String> tags, String subject) {
    return new Command.Patch(id, ANN, null, null, null, assignee, tags, subject);
  }

  private Object field(Command command) {
    return fixture.refused(fixture.desk.perform(command)).more().get("field");
  }

  private String outbox(String column) {
    return fixture.ask("SELECT " + column + " FROM outbox WHERE ticket = '" + id + "'");
  }

  private Instant instant(String column) {
    String epoch =
        fixture.ask(
            "SELECT extract(epoch FROM "
                + column
                + ")::bigint FROM ticket WHERE id = '"
                + id
                + "'");
    return Instant.ofEpochSecond(Long.parseLong(epoch));
  }

  private static void assertStatusEvent(Entry entry, String from, String to) {
    assertEquals(Entry.Kind.EVENT, entry.kind());
    assertEquals("status", entry.facts().get("event"));
    assertEquals(from, entry.facts().get("from"));
    assertEquals(to, entry.facts().get("to"));
  }
}
