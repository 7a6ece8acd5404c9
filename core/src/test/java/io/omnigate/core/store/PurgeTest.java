package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.BOB;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.error.Failure;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every text of the story carries the word kumquat; after a purge nobody finds it anywhere. */
class PurgeTest extends DeskTest {
  private static final String WORD = "kumquat";

  private final UUID contact = UUID.randomUUID();

  @Test
  void nothingOfTheContentNorOfThePersonRemainsAnywhere() throws SQLException {
    TicketId id = story();
    assertTrue(traces().size() > 8, traces().toString());

    fixture.pull(id, Trigger.DELETE);
    purge(id);

    assertEquals(List.of(), traces());
    assertEquals("0", fixture.ask("SELECT count(*) FROM blob"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM identity"));
    assertEquals("0", fixture.ask("SELECT count(*) FROM conversation"));
  }

  @Test
  void whatCameInByTheGatewayIsErasedAndRecognisedWhenItComesAgain() throws SQLException {
    Messages mail =
        Messages.mail("kumquat@mail.example", "<1@mail.example>")
            .key("k-1")
            .name("Customer Carla")
            .text("My kumquat is late.");
    Messages more =
        Messages.mail("kumquat@mail.example", "<2@mail.example>", "<1@mail.example>")
            .key("k-2")
            .text("My kumquat is still late.");
    TicketId id = fixture.accept(mail.build()).ticket();
    fixture.perform(new Command.Reply(id, ANN, null, "A kumquat comes.", null, List.of()));
    assertEquals(id, fixture.accept(more.build()).ticket());
    fixture.pull(id, Trigger.DELETE);
    purge(id);

    assertEquals(List.of(), traces());
    assertEquals("new>answered, answered>open, open>deleted", String.join(", ", history(id)));
    Receipt again = fixture.accept(mail.build());
    assertTrue(again.duplicate());
    assertEquals(id, again.ticket());
    assertEquals(List.of(), traces());
    assertFalse(fixture.accept(more.key("k-3").build()).ticket().equals(id));
  }

  @Test
  void theIdAndTheHistoryOfStatusesStay() {
    TicketId id = story();
    List<String> before = history(id);
    fixture.pull(id, Trigger.DELETE);
    purge(id);
    List<String> after = history(id);
    assertEquals(before, after.subList(0, before.size()));
    assertEquals("answered>deleted", after.getLast());
    Entry last = fixture.thread(id).entries().getLast();
    assertEquals("purged", last.facts().get("event"));
  }

  @Test
  void whatIsPurgedTakesNothingNewAndIsPurgedOnce() {
    TicketId id = story();
    fixture.pull(id, Trigger.SPAM);
    purge(id);
    List<Command> commands =
        List.of(
            new Command.Note(id, ANN, null, "more"),
            new Command.Patch(id, ANN, null, Priority.LOW, null, null, null, null),
            new Command.Transition(id, BOB, null, Trigger.NOT_SPAM, null, null),
            new Command.Transition(id, BOB, null, Trigger.PURGE, null, null));
    for (Command command : commands) {
      assertEquals(Failure.Kind.CONFLICT, fixture.refused(fixture.desk.perform(command)).kind());
    }
  }

  @Test
  void whatOthersStillNeedStays() {
    TicketId id = story();
    TicketId other =
        fixture.tickets.arrive(
            Priority.NORMAL, START, contact, "kumquat@mail.example", "another matter");
    fixture.tickets.attach(other, "shared.txt", "kumquat file");
    fixture.pull(id, Trigger.SPAM);
    purge(id);
    assertEquals(
        "Customer Carla", await(fixture.reader.find(other)).orElseThrow().contact().name());
    assertEquals("1", fixture.ask("SELECT count(*) FROM blob"));
    assertEquals("another matter", fixture.thread(other).entries().get(1).text());
  }

  @Test
  void anAnswerThatWaitsIsNotSentAnyMore() {
    TicketId id = story();
    fixture.pull(id, Trigger.DELETE);
    purge(id);
    assertEquals("failed", fixture.ask("SELECT outcome FROM outbox WHERE ticket = '" + id + "'"));
  }

  private TicketId story() {
    TicketId id =
        fixture.tickets.arrive(
            Priority.NORMAL, START, contact, "kumquat@mail.example", "Where is my kumquat?");
    fixture.tickets.attach(id, "kumquat.txt", "kumquat file");
    TestSql.run(
        fixture.url,
        "UPDATE contact SET name = 'Customer Carla', phone = 'kumquat phone' WHERE id = '"
            + contact
            + "'");
    TestSql.run(
        fixture.url, "INSERT INTO payload VALUES (sha256('kumquat batch'), 'kumquat batch')");
    TestSql.run(
        fixture.url,
        "INSERT INTO inbound (channel, key, received_at, shared_sha256, message, outcome, ticket,"
            + " status, created) VALUES ('chat', 'k', now(), sha256('kumquat batch'), 'm', 0, '"
            + id
            + "', 0, false)");
    fixture.perform(
        new Command.Patch(id, ANN, null, null, null, null, List.of("kumquat"), "The kumquat case"));
    fixture.perform(new Command.Note(id, ANN, null, "A kumquat fan."));
    Attachment file =
        new Attachment(
            "kumquat.pdf", "application/pdf", Buffer.buffer("another kumquat"), "kumquat@cid");
    fixture.perform(
        new Command.Reply(id, ANN, null, "Your kumquat comes.", "<b>kumquat</b>", List.of(file)));
    fixture.perform(
        new Command.Transition(
            id, ANN, null, Trigger.POSTPONE, fixture.now.plusSeconds(60), "kumquat season"));
    fixture.perform(new Command.Reply(id, ANN, null, "kumquat again", null, List.of()));
    TestSql.run(fixture.url, "DELETE FROM outbox WHERE seq > 8");
    return id;
  }

  private void purge(TicketId id) {
    fixture.perform(new Command.Transition(id, BOB, null, Trigger.PURGE, null, null));
  }

  private List<String> history(TicketId id) {
    return fixture.thread(id).entries().stream()
        .filter(entry -> "status".equals(entry.facts().get("event")))
        .map(entry -> entry.facts().get("from") + ">" + entry.facts().get("to"))
        .toList();
  }

  /** Every column of the database that holds the word, or the customer's name, in any form. */
  private List<String> traces() throws SQLException {
    List<String> traces = new ArrayList<>();
    try (Connection connection = TestSql.connect(fixture.url)) {
      String columns =
          "SELECT table_name, column_name, data_type FROM information_schema.columns"
              + " WHERE table_schema = 'public' AND table_name NOT LIKE '%flyway%'"
              + " AND data_type IN ('text', 'bytea', 'jsonb', 'ARRAY')";
      ResultSet each = connection.createStatement().executeQuery(columns);
      while (each.next()) {
        String table = each.getString(1);
        String column = '"' + each.getString(2) + '"';
        String text =
            each.getString(3).equals("bytea")
                ? "encode(" + column + ", 'escape')"
                : column + "::text";
        ResultSet found =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM "
                        + table
                        + " WHERE "
                        + text
                        + " ILIKE '%"
                        + WORD
                        + "%' OR "
                        + text
                        + " ILIKE '%carla%'");
        found.next();
        if (found.getInt(1) > 0) {
          traces.add(table + '.' + column);
        }
      }
    }
    return traces;
  }
}
