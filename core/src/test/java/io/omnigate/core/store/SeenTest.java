package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.conversation.Conversations;
import io.omnigate.core.conversation.Conversations.Had;
import io.omnigate.core.conversation.Conversations.Key;
import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.notice.Notice;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A visitor of the web chat got, and read, everything up to a place. */
class SeenTest extends DeskTest {
  private final Conversations conversations = new PgConversations(fixture.database);

  @Test
  void answersUpToThePlaceAreDeliveredThenRead() {
    TicketId id = say("s");
    answer(id, "one");
    answer(id, "two");
    answer(id, "three");
    assertEquals("- -, - -, - -", told(id));
    seen("s", placeOf("s", "two"), false, 1);
    assertEquals("1 -, 1 -, - -", told(id));
    seen("s", placeOf("s", "one"), true, 2);
    assertEquals("1 2, 1 -, - -", told(id));
    seen("s", placeOf("s", "three"), true, 3);
    assertEquals("1 2, 1 3, 3 3", told(id));
  }

  @Test
  void theFirstTimeCountsAndNothingGoesBack() {
    TicketId id = say("s");
    answer(id, "one");
    seen("s", placeOf("s", "one"), true, 1);
    seen("s", placeOf("s", "one"), true, 2);
    seen("s", placeOf("s", "one"), false, 3);
    seen("s", 0, true, 4);
    assertEquals("1 1", told(id));
  }

  @Test
  void itReachesOverFollowUpsAndToNobodyElse() {
    TicketId first = say("s");
    answer(first, "one");
    fixture.pull(first, Trigger.RESOLVE);
    fixture.pull(first, Trigger.CLOSE);
    TicketId second = say("s");
    answer(second, "two");
    TicketId foreign = say("other");
    answer(foreign, "to somebody else");
    fixture.told(
        new Notice.Seen("form", "session:s", new Had(Conversations.END, null), true, START));
    seen("nobody", Conversations.END, true, 1);
    assertEquals("- -", told(first));

    seen("s", placeOf("s", "one"), true, 2);
    assertEquals("2 2", told(first));
    assertEquals("- -", told(second));
    seen("s", Conversations.END, true, 3);
    assertEquals("2 2", told(first));
    assertEquals("3 3", told(second));
    assertEquals("- -", told(foreign));
  }

  @Test
  void whatWasSeenOfAConversationThatBeganAnewSaysNothingOfTheNewOne() {
    TicketId purged = say("s");
    answer(purged, "one");
    answer(purged, "two");
    Had last = new Had(placeOf("s", "two"), purged);
    fixture.pull(purged, Trigger.DELETE);
    fixture.pull(purged, Trigger.PURGE);
    TicketId next = say("s");
    answer(next, "three");
    seen("s", last, true, 1);
    assertEquals("- -", told(next));

    seen("s", new Had(placeOf("s", "three"), next), true, 2);
    assertEquals("2 2", told(next));
  }

  @Test
  void whatWasSeenOnTheTicketBeforeCounts() {
    TicketId first = say("s");
    answer(first, "one");
    Had had = new Had(placeOf("s", "one"), first);
    fixture.pull(first, Trigger.RESOLVE);
    fixture.pull(first, Trigger.CLOSE);
    say("s");
    seen("s", had, true, 1);
    assertEquals("1 1", told(first));
  }

  private TicketId say(String session) {
    return fixture.accept(Messages.chat(session).at(fixture.now).build()).ticket();
  }

  private void answer(TicketId id, String text) {
    fixture.perform(new Command.Reply(id, ANN, null, text, null, List.of()));
  }

  private long placeOf(String session, String text) {
    return await(
            conversations.after(
                new Key("chat", "session:" + session), Conversations.Had.NOTHING, 50))
        .messages()
        .stream()
        .filter(said -> said.text().equals(text))
        .findFirst()
        .orElseThrow()
        .place();
  }

  private void seen(String session, long place, boolean read, int second) {
    seen(session, new Had(place, null), read, second);
  }

  private void seen(String session, Had had, boolean read, int second) {
    fixture.told(
        new Notice.Seen("chat", "session:" + session, had, read, START.plusSeconds(second)));
  }

  /** Of each answer of a ticket, at which second it was delivered and read. */
  private String told(TicketId id) {
    return fixture.ask(
        """
        SELECT string_agg(
                 coalesce(extract(epoch FROM delivered_at - '%1$s'::timestamptz)::int::text, '-')
                 || ' '
                 || coalesce(extract(epoch FROM read_at - '%1$s'::timestamptz)::int::text, '-'),
                 ', ' ORDER BY seq)
        FROM outbox WHERE ticket = '%2$s'"""
            .formatted(START, id));
  }
}
