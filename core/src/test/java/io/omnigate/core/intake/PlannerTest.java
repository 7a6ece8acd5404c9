package io.omnigate.core.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.BatchStore.Result;
import io.omnigate.core.intake.BatchView.ConversationKey;
import io.omnigate.core.intake.BatchView.IdentityKey;
import io.omnigate.core.intake.BatchView.KnownContact;
import io.omnigate.core.intake.BatchView.KnownIdentity;
import io.omnigate.core.intake.BatchView.LockedTicket;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.sla.Targets;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Lifecycle;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.Status;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.TicketState;
import io.omnigate.core.ticket.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration WINDOW = Duration.ofDays(4);
  private static final UUID ANN = new UUID(1, 1);

  private final Planner planner = new Planner(Targets::due, WINDOW);
  private final TicketId ticket = TicketId.random(new Random(1));
  private final Map<IdentityKey, KnownIdentity> identities = new HashMap<>();
  private final Map<ConversationKey, TicketId> conversations = new HashMap<>();
  private final Map<TicketId, LockedTicket> tickets = new HashMap<>();
  private final Map<TicketId, TicketId> continuations = new HashMap<>();

  @Test
  void firstMessageOpensATicketWithMessageAndEvent() {
    BatchPlan plan = plan(Messages.chat("s").at(NOW).build());

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
        plan(
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
    BatchPlan plan = plan(Messages.chat("s").key("k").build(), Messages.chat("s").key("k").build());

    assertEquals(1, plan.inbound().size());
    assertTrue(receipt(plan, 1).duplicate());
    assertEquals(receipt(plan, 0).message(), receipt(plan, 1).message());
  }

  @Test
  void sameKeyForOtherBytesIsRefusedWhereTheSenderMadeTheKey() {
    BatchPlan plan =
        plan(
            Messages.chat("s").key("k").text("one").build(),
            Messages.chat("s").key("k").text("two").build());

    Result.Refused refused = assertInstanceOf(Result.Refused.class, plan.results().get(1));
    assertEquals("idempotency-key-reused", refused.failure().code());
  }

  @Test
  void sameKeyForOtherBytesIsADuplicateWhereTheProviderMadeTheKey() {
    BatchPlan plan =
        plan(
            Messages.chat("s").key("k").text("one").anyBytes().build(),
            Messages.chat("s").key("k").text("two").anyBytes().build());

    assertTrue(receipt(plan, 1).duplicate());
  }

  @Test
  void customerWhoWritesOnAnAnsweredTicketOpensItAndWaitsAgain() {
    known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan = plan(Messages.chat("s").at(NOW).build());

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
    LockedTicket open = known(Status.OPEN, ANN, "session:s");

    BatchPlan plan = plan(Messages.chat("s").at(NOW.plusSeconds(60)).build());

    assertEquals(
        open.state().waiting().since(), plan.changed().getFirst().state().waiting().since());
  }

  @Test
  void messageOnAClosedTicketOpensALinkedFollowUpAndTheConversationMovesThere() {
    known(Status.CLOSED, ANN, "session:s");

    BatchPlan plan = plan(Messages.chat("s").build(), Messages.chat("s").build());

    TicketDraft followUp = plan.opened().getFirst();
    assertEquals(ticket, followUp.opening().followUpOf());
    assertEquals(followUp.id(), plan.changed().getFirst().continuedIn());
    assertEquals(Status.CLOSED, plan.changed().getFirst().state().status());
    assertEquals(followUp.id(), plan.moves().getFirst().to());
    assertEquals(followUp.id(), receipt(plan, 1).ticket());
    assertEquals(2, followUp.messageCount());
  }

  @Test
  void automaticMessageIsKeptAndMovesNothing() {
    known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan = plan(Messages.chat("s").nature(Nature.AUTOMATIC).build());

    TicketDraft changed = plan.changed().getFirst();
    assertEquals(Status.ANSWERED, changed.state().status());
    assertNull(changed.state().waiting().since());
    assertEquals(1, plan.entries().size());
  }

  @Test
  void editIsAnEventAndTheNewerTextAndReopensLikeAnyMessage() {
    known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan = plan(Messages.chat("s").text("at 5, not 4").nature(Nature.EDIT).build());

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
    BatchPlan plan = plan(Messages.chat("s").text("newer").nature(Nature.EDIT).build());

    assertEquals(1, plan.opened().getFirst().messageCount());
    assertTrue(
        plan.entries().stream().noneMatch(e -> "edited".equals(e.entry().facts().get("event"))));
  }

  @Test
  void answersGoWhereTheChannelSaysAndElseToTheSender() {
    BatchPlan plan =
        plan(Messages.chat("s").build(), Messages.chat("g").answersTo("group:7").build());

    assertEquals(
        List.of("s", "group:7"), plan.opened().stream().map(TicketDraft::recipient).toList());
  }

  @Test
  void bounceIsAnEventThatQuotesNothing() {
    known(Status.ANSWERED, ANN, "session:s");

    BatchPlan plan = plan(Messages.chat("s").text("Ann is not here").nature(Nature.BOUNCE).build());

    Entry entry = plan.entries().getFirst().entry();
    assertEquals(Entry.Kind.EVENT, entry.kind());
    assertTrue(!entry.text().contains("Ann"));
    assertEquals(0, plan.changed().getFirst().messageCount());
  }

  @Test
  void strangerWhoNamesATicketGetsOneOfTheirOwnThatSaysSo() {
    known(Status.OPEN, ANN, "mid:<a@x>");

    BatchPlan plan = plan(Messages.mail("eve@x.example", "<e@x>", "<a@x>").build());

    TicketDraft opened = plan.opened().getFirst();
    assertEquals(List.of("unverified-sender"), opened.opening().tags());
    assertTrue(plan.changed().isEmpty());
    assertTrue(
        plan.entries().stream()
            .anyMatch(each -> ticket.value().equals(each.entry().facts().get("named"))));
  }

  /** People, and the programs that fill in forms for them, write an address in either case. */
  @Test
  void participantJoinsInWhicheverCaseTheAddressIsWritten() {
    known(Status.OPEN, ANN, "mid:<a@x>");

    fresh(Identity.Kind.EMAIL, "ANN@x.example");

    BatchPlan plan = plan(Messages.mail("ANN@x.example", "<b@x>", "<a@x>").build());

    assertEquals(List.of(), plan.opened());
    assertEquals(ticket, plan.changed().getFirst().id());
    assertEquals(1, plan.contacts().size(), "as a contact of their own");
  }

  @Test
  void participantJoinsByTheSameReference() {
    known(Status.OPEN, ANN, "mid:<a@x>");
    own(Identity.Kind.EMAIL, "ann@x.example", ANN, true);

    BatchPlan plan = plan(Messages.mail("ann@x.example", "<b@x>", "<a@x>").build());

    assertTrue(plan.opened().isEmpty());
    assertEquals(ticket, receipt(plan, 0).ticket());
  }

  @Test
  void trapCaughtMessageOpensASpamTicketOnALegalPath() {
    BatchPlan plan = plan(Messages.form().mark(Mark.SPAM).build());

    TicketDraft opened = plan.opened().getFirst();
    assertEquals(Status.SPAM, opened.state().status());
    assertEquals(Status.NEW, opened.state().aside().spamFrom());
    assertEquals(2, opened.version());
    assertEquals(List.of(1, 2, 3), plan.entries().stream().map(e -> e.entry().seq()).toList());
  }

  @Test
  void visitorKeepsTheIdWhenANameComesLater() {
    own(Identity.Kind.CHANNEL, "chat:s", ANN, true);

    BatchPlan plan = plan(Messages.chat("s").name("Ann").build());

    assertEquals("Ann", plan.names().getFirst().name());
    assertTrue(plan.contacts().isEmpty());
  }

  @Test
  void claimedAddressNamesNobodyWhoIsProven() {
    own(Identity.Kind.EMAIL, "ann@x.example", ANN, true);

    BatchPlan plan =
        plan(Messages.form().name("Mallory").claims(Identity.Kind.EMAIL, "ann@x.example").build());

    assertTrue(plan.names().isEmpty());
    assertEquals(ANN, plan.opened().getFirst().contact());
  }

  @Test
  void provenSenderGainsTheAddressTheyName() {
    own(Identity.Kind.CHANNEL, "chat:s", ANN, true);
    fresh(Identity.Kind.EMAIL, "new@x.example");

    BatchPlan plan = plan(Messages.chat("s").claims(Identity.Kind.EMAIL, "new@x.example").build());

    assertTrue(plan.contacts().isEmpty());
    assertEquals(ANN, plan.owners().getFirst().contact());
  }

  @Test
  void sessionThatClaimsAProvenAddressBelongsThereUnproven() {
    own(Identity.Kind.EMAIL, "ann@x.example", ANN, true);
    fresh(Identity.Kind.CHANNEL, "chat:s");

    BatchPlan plan =
        plan(
            Messages.chat("s")
                .name("Mallory")
                .claims(Identity.Kind.EMAIL, "ann@x.example")
                .build());

    assertTrue(plan.contacts().isEmpty());
    assertTrue(plan.names().isEmpty());
    assertEquals(ANN, plan.owners().getFirst().contact());
    assertFalse(plan.owners().getFirst().identity().verified());
  }

  @Test
  void sessionThatOnlyClaimedToBeSomebodyBringsThemNoAddressesAndNoName() {
    own(Identity.Kind.CHANNEL, "chat:s", ANN, false);
    fresh(Identity.Kind.EMAIL, "eve@x.example");

    BatchPlan plan =
        plan(Messages.chat("s").name("Eve").claims(Identity.Kind.EMAIL, "eve@x.example").build());

    assertTrue(plan.owners().isEmpty());
    assertTrue(plan.names().isEmpty());
    assertEquals("eve@x.example", plan.dropped().getFirst().value());
  }

  @Test
  void otherAddressOfTheSameContactDoesNotJoinAMailThread() {
    known(Status.OPEN, ANN, "mid:<a@x>");
    own(Identity.Kind.EMAIL, "eve@x.example", ANN, true);

    BatchPlan plan = plan(Messages.mail("eve@x.example", "<b@x>", "<a@x>").build());

    assertEquals(List.of("unverified-sender"), plan.opened().getFirst().opening().tags());
  }

  @Test
  void bounceOfNothingOfOursIsKeptAndOpensNoTicket() {
    BatchPlan plan = plan(Messages.mail("daemon@x.example", "<b@x>").nature(Nature.BOUNCE).build());

    assertEquals(List.of(), plan.opened());
    assertEquals(List.of(), plan.contacts());
    assertEquals(1, plan.setAside().size());
    BatchStore.Result.Stored stored = (BatchStore.Result.Stored) plan.results().getFirst();
    assertFalse(stored.receipt().quarantined());
    assertNull(stored.receipt().ticket());
  }

  @Test
  void addressClaimedForARefusedMessageIsGivenUp() {
    identities.put(
        new IdentityKey(Identity.Kind.CHANNEL, "chat:new"),
        new KnownIdentity(new UUID(9, 9), true, null));

    BatchPlan plan = plan(Messages.form().build());

    assertEquals("chat:new", plan.dropped().getFirst().value());
  }

  @Test
  void ticketContinuedWhileTheBatchWasReadIsReadAgain() {
    LockedTicket old = known(Status.CLOSED, ANN, "session:s");
    tickets.put(
        ticket,
        new LockedTicket(
            ticket, old.state(), ANN, 2, 2, 1, "", "", TicketId.random(new Random(2))));

    InboundMessage message = Messages.chat("s").build();
    assertThrows(Planner.OutdatedView.class, () -> plan(message));
  }

  @Test
  void secondMailWithTheSameMessageIdIsFlaggedAndTheFirstIsNot() {
    BatchPlan plan =
        plan(
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
    known(Status.ANSWERED, ANN, "other");
    TicketId earlier = TicketId.random(new Random(9));
    conversations.put(new ConversationKey("mail", "mid:<m>"), earlier);

    BatchPlan plan = plan(Messages.mail("ann@x.example", "<m>").names(ticket).build());

    assertEquals(ticket, receipt(plan, 0).ticket());
    assertEquals(earlier.value(), plan.entries().getFirst().entry().facts().get("sameMessageIdAs"));
  }

  @Test
  void linesOfOneChatAreNotFlagged() {
    BatchPlan plan =
        plan(Messages.chat("s").text("one").build(), Messages.chat("s").text("two").build());
    plan.entries()
        .forEach(each -> assertFalse(each.entry().facts().containsKey("sameMessageIdAs")));
  }

  private BatchPlan plan(InboundMessage... messages) {
    return planner.plan(
        List.of(messages),
        new BatchView(Map.of(), identities, conversations, tickets, continuations));
  }

  private static Receipt receipt(BatchPlan plan, int index) {
    return assertInstanceOf(Result.Stored.class, plan.results().get(index)).receipt();
  }

  private void own(Identity.Kind kind, String value, UUID contact, boolean verified) {
    identities.put(
        new IdentityKey(kind, value),
        new KnownIdentity(contact, verified, new KnownContact(contact, null, null)));
  }

  private void fresh(Identity.Kind kind, String value) {
    identities.put(new IdentityKey(kind, value), new KnownIdentity(new UUID(9, 9), true, null));
  }

  private LockedTicket known(Status status, UUID contact, String key) {
    Instant begun = NOW.minus(Duration.ofDays(30));
    TicketState state = TicketState.opened(Status.NEW, Priority.NORMAL, begun, Targets::due);
    for (Trigger trigger : pathTo(status)) {
      state =
          state.after(
              Lifecycle.decide(state.situation(begun, WINDOW), trigger),
              trigger,
              begun,
              null,
              Targets::due);
    }
    assertEquals(status, state.status());
    LockedTicket locked =
        new LockedTicket(ticket, state, contact, 2, 2, 0, "", "ann@X.example", null);
    tickets.put(ticket, locked);
    continuations.put(ticket, ticket);
    conversations.put(new ConversationKey(key.startsWith("mid:") ? "mail" : "chat", key), ticket);
    return locked;
  }

  private static List<Trigger> pathTo(Status status) {
    return switch (status) {
      case ANSWERED -> List.of(Trigger.AGENT_REPLIES);
      case OPEN -> List.of(Trigger.AGENT_REPLIES, Trigger.CUSTOMER_WRITES);
      case CLOSED -> List.of(Trigger.RESOLVE, Trigger.CLOSE);
      default -> List.of();
    };
  }
}
