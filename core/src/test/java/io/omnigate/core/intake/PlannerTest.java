package io.omnigate.core.intake;

import static io.omnigate.core.intake.PlannerBench.ANN;
import static io.omnigate.core.intake.PlannerBench.NOW;
import static io.omnigate.core.intake.PlannerBench.receipt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.intake.BatchStore.Result;
import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a batch comes to: tickets, entries, receipts. */
class PlannerTest {
  private final PlannerBench before = new PlannerBench();

  @Test
  void firstMessageOpensATicketWithMessageAndEvent() {
    BatchPlan plan = before.plan(Messages.chat("s").at(NOW).build());

    TicketDraft opened = plan.opened().getFirst();
    assertEquals(Status.NEW, opened.state().status());
    assertEquals(NOW, opened.state().waiting().since());
    assertEquals(
        List.of(Entry.Kind.MESSAGE, Entry.Kind.EVENT),
        plan.entries().stream().map(each -> each.entry().kind()).toList());
    assertEquals(List.of(1, 2), plan.entries().stream().map(each -> each.entry().seq()).toList());
    assertTrue(receipt(plan, 0).created());
    assertEquals(opened.id(), plan.conversations().getFirst().ticket());
  }

  @Test
  void laterMessagesOfTheSameBatchJoinTheTicketTheFirstOneOpened() {
    BatchPlan plan =
        before.plan(
            Messages.chat("s").text("one").build(),
            Messages.chat("s").text("two").build(),
            Messages.chat("s").text("three").build());

    assertEquals(1, plan.opened().size());
    assertEquals(1, plan.contacts().size());
    assertEquals(
        List.of(1, 2, 3, 4), plan.entries().stream().map(each -> each.entry().seq()).toList());
    TicketDraft opened = plan.opened().getFirst();
    assertEquals(3, opened.messageCount());
    assertEquals(3, opened.version());
    assertEquals("three", opened.preview());
    assertEquals(
        List.of(true, false, false),
        List.of(
            receipt(plan, 0).created(), receipt(plan, 1).created(), receipt(plan, 2).created()));
  }

  @Test
  void sameMessageTwiceInABatchIsStoredOnce() {
    BatchPlan plan =
        before.plan(Messages.chat("s").key("k").build(), Messages.chat("s").key("k").build());

    assertEquals(1, plan.inbound().size());
    assertTrue(receipt(plan, 1).duplicate());
    assertEquals(receipt(plan, 0).message(), receipt(plan, 1).message());
  }

  @Test
  void sameKeyForOtherBytesIsRefusedWhereTheSenderMadeTheKey() {
    BatchPlan plan =
        before.plan(
            Messages.chat("s").key("k").text("one").build(),
            Messages.chat("s").key("k").text("two").build());

    Result.Refused refused = assertInstanceOf(Result.Refused.class, plan.results().get(1));
    assertEquals("idempotency-key-reused", refused.failure().code());
  }

  @Test
  void sameKeyForOtherBytesIsADuplicateWhereTheProviderMadeTheKey() {
    BatchPlan plan =
        before.plan(
            Messages.chat("s").key("k").text("one").anyBytes().build(),
            Messages.chat("s").key("k").text("two").anyBytes().build());

    assertTrue(receipt(plan, 1).duplicate());
  }

  @Test
  void customerWhoWritesOnAnAnsweredTicketOpensItAndWaitsAgain() {
    before.known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan = before.plan(Messages.chat("s").at(NOW).build());

    TicketDraft changed = plan.changed().getFirst();
    assertEquals(Status.OPEN, changed.state().status());
    assertEquals(NOW, changed.state().waiting().since());
    assertEquals(Status.ANSWERED, changed.storedStatus());
    assertEquals(
        List.of(Entry.Kind.MESSAGE, Entry.Kind.EVENT),
        plan.entries().stream().map(each -> each.entry().kind()).toList());
  }

  @Test
  void laterMessagesDoNotResetTheWaiting() {
    LockedTicket open = before.known(Status.OPEN, ANN, "session:s");

    BatchPlan plan = before.plan(Messages.chat("s").at(NOW.plusSeconds(60)).build());

    assertEquals(
        open.state().waiting().since(), plan.changed().getFirst().state().waiting().since());
  }

  @Test
  void automaticMessageIsKeptAndMovesNothing() {
    before.known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan = before.plan(Messages.chat("s").nature(Nature.AUTOMATIC).build());

    TicketDraft changed = plan.changed().getFirst();
    assertEquals(Status.ANSWERED, changed.state().status());
    assertNull(changed.state().waiting().since());
    assertEquals(1, plan.entries().size());
  }

  @Test
  void editIsAnEventAndTheNewerTextAndReopensLikeAnyMessage() {
    before.known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan =
        before.plan(Messages.chat("s").text("at 5, not 4").nature(Nature.EDIT).build());

    Entry event = plan.entries().get(0).entry();
    Entry newer = plan.entries().get(1).entry();
    assertEquals("edited", event.facts().get("event"));
    assertEquals(newer.id(), event.facts().get("message"));
    assertTrue(!event.text().contains("at 5"));
    assertEquals("at 5, not 4", newer.text());
    assertEquals(Status.OPEN, plan.changed().getFirst().state().status());
    assertEquals(1, plan.changed().getFirst().messageCount());
  }

  @Test
  void editOfWhatNeverCameOpensATicketLikeAnyMessage() {
    BatchPlan plan = before.plan(Messages.chat("s").text("newer").nature(Nature.EDIT).build());

    assertEquals(1, plan.opened().getFirst().messageCount());
    assertTrue(
        plan.entries().stream().noneMatch(e -> "edited".equals(e.entry().facts().get("event"))));
  }

  @Test
  void answersGoWhereTheChannelSaysAndElseToTheSender() {
    BatchPlan plan =
        before.plan(Messages.chat("s").build(), Messages.chat("g").answersTo("group:7").build());

    assertEquals(
        List.of("s", "group:7"), plan.opened().stream().map(TicketDraft::recipient).toList());
  }

  @Test
  void bounceIsAnEventThatQuotesNothing() {
    before.known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan =
        before.plan(Messages.chat("s").text("Ann is not here").nature(Nature.BOUNCE).build());

    Entry entry = plan.entries().getFirst().entry();
    assertEquals(Entry.Kind.EVENT, entry.kind());
    assertTrue(!entry.text().contains("Ann"));
    assertEquals(0, plan.changed().getFirst().messageCount());
  }

  @Test
  void trapCaughtMessageOpensASpamTicketOnALegalPath() {
    BatchPlan plan = before.plan(Messages.form().mark(Mark.SPAM).build());

    TicketDraft opened = plan.opened().getFirst();
    assertEquals(Status.SPAM, opened.state().status());
    assertEquals(Status.NEW, opened.state().aside().spamFrom());
    assertEquals(2, opened.version());
    assertEquals(List.of(1, 2, 3), plan.entries().stream().map(e -> e.entry().seq()).toList());
  }
}
