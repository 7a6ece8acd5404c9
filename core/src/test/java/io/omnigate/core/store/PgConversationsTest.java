package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Had;
import io.omnigate.core.conversation.Conversations.Head;
import io.omnigate.core.conversation.Conversations.Key;
import io.omnigate.core.conversation.Conversations.Page;
import io.omnigate.core.conversation.Conversations.Said;
import io.omnigate.core.conversation.Conversations.Standing;
import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a visitor is given of their conversation, out of a real database. */
class PgConversationsTest extends DeskTest {
  private static final Key KEY = key("s");
  private static final int MANY = 50;

  private final Conversations conversations = new PgConversations(fixture.database);

  @Test
  void messagesComeInTheOrderInWhichTheyWereWritten() {
    Receipt first = say("s", "one");
    answer(first.ticket(), "two");
    say("s", "three");
    List<Said> all = after(0).messages();
    assertEquals(List.of("one", "two", "three"), texts(after(0)));
    assertTrue(all.get(0).place() < all.get(1).place() && all.get(1).place() < all.get(2).place());

    Said own = all.getFirst();
    assertEquals(first.message(), own.id());
    assertEquals("ref one", own.ref());
    assertTrue(own.byVisitor());
    assertNull(own.author());
    assertFalse(all.get(1).byVisitor());
    assertEquals("Ann Agent", all.get(1).author());
    assertNull(all.get(1).ref());
  }

  @Test
  void pagesFollowOneAnotherInBothDirections() {
    for (int i = 1; i <= 5; i++) {
      say("s", "line " + i);
    }
    Page head = await(conversations.after(KEY, Had.NOTHING, 3));
    assertEquals(List.of("line 1", "line 2", "line 3"), texts(head));
    assertTrue(head.more());
    Page tail =
        await(conversations.after(KEY, new Had(head.messages().getLast().place(), null), 3));
    assertEquals(List.of("line 4", "line 5"), texts(tail));
    assertFalse(tail.more());
    assertEquals(List.of(), texts(after(tail.messages().getLast().place())));

    Page latest = await(conversations.before(KEY, Conversations.END, 3));
    assertEquals(List.of("line 3", "line 4", "line 5"), texts(latest));
    assertTrue(latest.more());
    Page older = await(conversations.before(KEY, latest.messages().getFirst().place(), 3));
    assertEquals(List.of("line 1", "line 2"), texts(older));
    assertFalse(older.more());
    Page none = await(conversations.before(KEY, older.messages().getFirst().place(), 3));
    assertEquals(List.of(), none.messages());
    assertFalse(none.more());
    assertEquals(standing(), none.standing());
  }

  @Test
  void aStretchEndsAfterSoMuchTextToo() {
    for (int i = 1; i <= 5; i++) {
      say("s", i + "x".repeat(100_000));
    }
    Page head = after(0);
    assertEquals(List.of("1", "2", "3"), beginnings(head));
    assertTrue(head.more());
    Page tail = after(head.messages().getLast().place());
    assertEquals(List.of("4", "5"), beginnings(tail));
    assertFalse(tail.more());
    Page latest = await(conversations.before(KEY, Conversations.END, MANY));
    assertEquals(List.of("3", "4", "5"), beginnings(latest));
    assertTrue(latest.more());
  }

  @Test
  void notesAndEventsAreNeverThere() {
    TicketId id = say("s", "hello").ticket();
    fixture.perform(new Command.Note(id, ANN, null, "a note for colleagues"));
    fixture.pull(id, Trigger.POSTPONE);
    fixture.pull(id, Trigger.SPAM);
    fixture.pull(id, Trigger.NOT_SPAM);
    answer(id, "the answer");
    assertTrue(fixture.thread(id).entries().size() > 5);
    assertEquals(List.of("hello", "the answer"), texts(after(0)));
    Page latest = await(conversations.before(KEY, Conversations.END, MANY));
    assertEquals(List.of("hello", "the answer"), texts(latest));
  }

  @Test
  void aConversationGoesOnOverItsFollowUps() {
    TicketId first = say("s", "one").ticket();
    answer(first, "two");
    end(first);
    TicketId second = say("s", "three").ticket();
    end(second);
    TicketId third = say("s", "four").ticket();
    assertNotEquals(first, second);
    assertNotEquals(second, third);

    Page all = after(0);
    assertEquals(List.of("one", "two", "three", "four"), texts(all));
    assertEquals(third, Objects.requireNonNull(all.standing()).ticket());
    assertEquals(Status.NEW, all.standing().status());
    List<Long> places = all.messages().stream().map(Said::place).toList();
    assertEquals(places.stream().sorted().distinct().toList(), places);
    assertEquals(List.of("three", "four"), texts(after(places.get(1))));
    Page older = await(conversations.before(KEY, places.get(3), 2));
    assertEquals(List.of("two", "three"), texts(older));
    assertTrue(older.more());
  }

  @Test
  void otherConversationsAreNeverThere() {
    say("s", "mine");
    TicketId foreign = say("other", "somebody else's").ticket();
    assertEquals(List.of("mine"), texts(after(0)));
    assertNull(await(conversations.after(key("nobody"), Had.NOTHING, MANY)).standing());
    assertNull(
        await(conversations.after(new Key("form", KEY.key()), Had.NOTHING, MANY)).standing());
    // Even where a ticket goes on for one of another visitor's.
    TestSql.run(
        fixture.url,
        "UPDATE ticket SET follow_up_of = '" + foreign + "' WHERE id <> '" + foreign + "'");
    assertEquals(List.of("mine"), texts(after(0)));
  }

  @Test
  void whatIsPurgedIsGoneAndWhatFollowedStays() {
    TicketId first = say("s", "one").ticket();
    end(first);
    TicketId second = say("s", "two").ticket();
    assertEquals(List.of("one", "two"), texts(after(0)));
    Said last = after(0).messages().getLast();
    purge(first);
    assertEquals(List.of(last), after(0).messages());
    answer(second, "three");
    assertEquals(List.of("three"), texts(after(last.place())));
    purge(second);
    assertEquals(List.of(), texts(after(0)));
    assertEquals(List.of(), texts(await(conversations.before(KEY, Conversations.END, MANY))));
  }

  @Test
  void whoHasMoreThanThereIsBeginsAnew() {
    TicketId first = say("s", "one").ticket();
    answer(first, "two");
    long last = after(0).messages().getLast().place();
    assertFalse(had(last, first).anew());
    List<Head> known = List.of(new Head(KEY, standing()));
    purge(first);
    assertEquals(List.of(new Head(KEY, null)), await(conversations.moved(known)));
    assertTrue(had(last, first).anew());
    assertFalse(had(0, null).anew());

    TicketId second = say("s", "three").ticket();
    assertTrue(had(last, null).anew());
    answer(second, "four");
    answer(second, "five");
    for (Page anew : List.of(had(last, first), had(Conversations.END, second))) {
      assertTrue(anew.anew());
      assertEquals(List.of("three", "four", "five"), texts(anew));
    }
    long place = had(0, null).messages().getFirst().place();
    assertFalse(had(place, second).anew());
    assertEquals(List.of("four", "five"), texts(had(place, second)));
    end(second);
    say("s", "six");
    assertFalse(had(place, second).anew());
    assertEquals(List.of("four", "five", "six"), texts(had(place, second)));
  }

  @Test
  void filesComeInTheirOrder() {
    TicketId id = say("s", "hello").ticket();
    List<Attachment> files =
        List.of(
            new Attachment("b.txt", "text/plain", Buffer.buffer("first"), null),
            new Attachment("a.png", "image/png", Buffer.buffer("the second"), null));
    fixture.perform(new Command.Reply(id, ANN, null, "two files", null, files));
    Said answer = after(0).messages().getLast();
    assertEquals(List.of("b.txt", "a.png"), answer.files().stream().map(f -> f.name()).toList());
    assertEquals(10, answer.files().getLast().size());
    assertEquals("image/png", answer.files().getLast().mediaType());
    assertEquals(List.of(), after(0).messages().getFirst().files());
  }

  @Test
  void onlyWhatMovedIsTold() {
    Head quiet = new Head(KEY, null);
    assertEquals(List.of(), await(conversations.moved(List.of(quiet, new Head(key("t"), null)))));

    TicketId id = say("s", "hello").ticket();
    List<Head> begun = await(conversations.moved(List.of(new Head(key("t"), null), quiet)));
    assertEquals(List.of(new Head(KEY, standing())), begun);
    assertEquals(id, standing().ticket());
    assertEquals(List.of(), await(conversations.moved(begun)));

    answer(id, "on its way");
    List<Head> answered = await(conversations.moved(begun));
    assertEquals(Status.ANSWERED, standing().status());
    assertEquals(List.of(new Head(KEY, standing())), answered);
    end(id);
    TicketId next = say("s", "again").ticket();
    Head followed = await(conversations.moved(answered)).getFirst();
    assertEquals(next, Objects.requireNonNull(followed.standing()).ticket());
  }

  private Receipt say(String session, String text) {
    fixture.pass(Duration.ofSeconds(1));
    return fixture.accept(
        Messages.chat(session).text(text).fact("messageId", "ref " + text).at(fixture.now).build());
  }

  private void answer(TicketId id, String text) {
    fixture.pass(Duration.ofSeconds(1));
    fixture.perform(new Command.Reply(id, ANN, null, text, null, List.of()));
  }

  private void end(TicketId id) {
    fixture.pull(id, Trigger.RESOLVE);
    fixture.pull(id, Trigger.CLOSE);
  }

  private void purge(TicketId id) {
    fixture.pull(id, Trigger.DELETE);
    fixture.pull(id, Trigger.PURGE);
  }

  private static Key key(String session) {
    return new Key("chat", "session:" + session);
  }

  private Page had(long place, TicketId ticket) {
    return await(conversations.after(KEY, new Had(place, ticket), MANY));
  }

  private Page after(long place) {
    return await(conversations.after(KEY, new Had(place, null), MANY));
  }

  private Standing standing() {
    return Objects.requireNonNull(after(0).standing());
  }

  private static List<String> texts(Page page) {
    return page.messages().stream().map(Said::text).toList();
  }

  private static List<String> beginnings(Page page) {
    return page.messages().stream().map(said -> said.text().substring(0, 1)).toList();
  }
}
