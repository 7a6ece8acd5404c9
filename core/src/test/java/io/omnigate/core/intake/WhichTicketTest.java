package io.omnigate.core.intake;

import static io.omnigate.core.intake.PlannerBench.ANN;
import static io.omnigate.core.intake.PlannerBench.receipt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.BatchView.ConversationKey;
import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which ticket a message joins, and what is said where that is doubtful. */
class WhichTicketTest {
  private final PlannerBench before = new PlannerBench();

  @Test
  void strangerWhoNamesATicketGetsOneOfTheirOwnThatSaysSo() {
    before.known(Status.OPEN, ANN, "mid:<a@x>");

    BatchPlan plan = before.plan(Messages.mail("eve@x.example", "<e@x>", "<a@x>").build());

    TicketDraft opened = plan.opened().getFirst();
    assertEquals(List.of("unverified-sender"), opened.opening().tags());
    assertTrue(plan.changed().isEmpty());
    assertTrue(
        plan.entries().stream()
            .anyMatch(each -> before.ticket.value().equals(each.entry().facts().get("named"))));
  }

  /** People, and the programs that fill in forms for them, write an address in either case. */
  @Test
  void participantJoinsInWhicheverCaseTheAddressIsWritten() {
    before.known(Status.OPEN, ANN, "mid:<a@x>");

    before.fresh(Identity.Kind.EMAIL, "ANN@x.example");

    BatchPlan plan = before.plan(Messages.mail("ANN@x.example", "<b@x>", "<a@x>").build());

    assertEquals(List.of(), plan.opened());
    assertEquals(before.ticket, plan.changed().getFirst().id());
    assertEquals(1, plan.contacts().size(), "as a contact of their own");
  }

  @Test
  void participantJoinsByTheSameReference() {
    before.known(Status.OPEN, ANN, "mid:<a@x>");
    before.own(Identity.Kind.EMAIL, "ann@x.example", ANN, true);

    BatchPlan plan = before.plan(Messages.mail("ann@x.example", "<b@x>", "<a@x>").build());

    assertTrue(plan.opened().isEmpty());
    assertEquals(before.ticket, receipt(plan, 0).ticket());
  }

  @Test
  void otherAddressOfTheSameContactDoesNotJoinAMailThread() {
    before.known(Status.OPEN, ANN, "mid:<a@x>");
    before.own(Identity.Kind.EMAIL, "eve@x.example", ANN, true);

    BatchPlan plan = before.plan(Messages.mail("eve@x.example", "<b@x>", "<a@x>").build());

    assertEquals(List.of("unverified-sender"), plan.opened().getFirst().opening().tags());
  }

  @Test
  void messageOnAClosedTicketOpensALinkedFollowUpAndTheConversationMovesThere() {
    before.known(Status.CLOSED, ANN, "session:s");

    BatchPlan plan = before.plan(Messages.chat("s").build(), Messages.chat("s").build());

    TicketDraft followUp = plan.opened().getFirst();
    assertEquals(before.ticket, followUp.opening().followUpOf());
    assertEquals(followUp.id(), plan.changed().getFirst().continuedIn());
    assertEquals(Status.CLOSED, plan.changed().getFirst().state().status());
    assertEquals(followUp.id(), plan.moves().getFirst().to());
    assertEquals(followUp.id(), receipt(plan, 1).ticket());
    assertEquals(2, followUp.messageCount());
  }

  @Test
  void ticketContinuedWhileTheBatchWasReadIsReadAgain() {
    LockedTicket old = before.known(Status.CLOSED, ANN, "session:s");
    before.tickets.put(
        before.ticket,
        new LockedTicket(
            before.ticket, old.state(), ANN, 2, 2, 1, "", "", TicketId.random(new Random(2))));

    InboundMessage message = Messages.chat("s").build();
    assertThrows(Planner.OutdatedView.class, () -> before.plan(message));
  }

  @Test
  void bounceOfNothingOfOursIsKeptAndOpensNoTicket() {
    BatchPlan plan =
        before.plan(Messages.mail("daemon@x.example", "<b@x>").nature(Nature.BOUNCE).build());

    assertEquals(List.of(), plan.opened());
    assertEquals(List.of(), plan.contacts());
    assertEquals(1, plan.setAside().size());
    BatchStore.Result.Stored stored = (BatchStore.Result.Stored) plan.results().getFirst();
    assertFalse(stored.receipt().quarantined());
    assertNull(stored.receipt().ticket());
  }

  @Test
  void secondMailWithTheSameMessageIdIsFlaggedAndTheFirstIsNot() {
    BatchPlan plan =
        before.plan(
            Messages.mail("ann@x.example", "<m>").text("one").build(),
            Messages.mail("eve@x.example", "<m>").text("another").build());

    assertEquals(2, plan.opened().size());
    TicketDraft first = plan.opened().getFirst();
    TicketDraft second = plan.opened().getLast();
    assertEquals(List.of(), first.opening().tags());
    assertEquals(List.of("repeated-id"), second.opening().tags());
    assertEquals(Map.of(), plan.entries().getFirst().entry().facts());
    assertEquals(
        Map.of("sameMessageIdAs", first.id().value()), plan.entries().get(2).entry().facts());
  }

  @Test
  void mailWithTheIdOfAStoredOneIsFlaggedThoughItJoinsAnotherTicket() {
    before.known(Status.ANSWERED, ANN, "other");
    TicketId earlier = TicketId.random(new Random(9));
    before.conversations.put(new ConversationKey("mail", "mid:<m>"), earlier);

    BatchPlan plan =
        before.plan(Messages.mail("ann@x.example", "<m>").names(before.ticket).build());

    assertEquals(before.ticket, receipt(plan, 0).ticket());
    assertEquals(earlier.value(), plan.entries().getFirst().entry().facts().get("sameMessageIdAs"));
  }

  @Test
  void linesOfOneChatAreNotFlagged() {
    BatchPlan plan =
        before.plan(Messages.chat("s").text("one").build(), Messages.chat("s").text("two").build());
    plan.entries()
        .forEach(each -> assertFalse(each.entry().facts().containsKey("sameMessageIdAs")));
  }
}
