package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.desk.CustomerNotices;
import io.omnigate.core.id.Signer;
import io.omnigate.core.intake.Attachment;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.outbox.ConfirmationLinks;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.outbox.Templates;
import io.omnigate.core.outbox.Wording;
import io.omnigate.core.ticket.Entry;
import io.omnigate.core.ticket.Priority;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgOutboxTest extends DeskTest {
  private static final Set<String> MAIL = Set.of("mail");
  private static final Duration LEASE = Duration.ofMinutes(3);

  @Test
  void anAnswerIsHandedOutWholeWithWhatWentBeforeIt() {
    TicketId id = fixture.tickets.arrive(Priority.NORMAL, fixture.now);
    Attachment file = new Attachment("a.txt", "text/plain", Buffer.buffer("file"), null);
    fixture.perform(
        new Command.Reply(id, ANN, null, "We look into it.", "<p>We look</p>", List.of(file)));

    Lease lease = claimOne();
    assertEquals(1, lease.attempt());
    Delivery delivery = await(fixture.outbox.begin(lease, fixture.now)).orElseThrow();
    assertEquals(id, delivery.message().ticket());
    assertEquals(lease.id(), delivery.message().id());
    assertTrue(delivery.message().recipient().endsWith("@mail.example"));
    assertEquals(Purpose.ANSWER, delivery.purpose());
    assertEquals("We look into it.", delivery.content().text());
    assertEquals("<p>We look</p>", delivery.content().html());
    Delivery.File handed = delivery.content().files().getFirst();
    assertEquals("file", await(handed.slices().slice(0, 100)).toString());
    assertEquals(4, handed.size());
    assertEquals("Ann Agent", delivery.about().author());
    assertEquals("support", delivery.about().department());
    assertEquals(List.of("<from-carla@mail.example>"), delivery.references());
    assertEquals("Customer Carla", delivery.answered().author());
    assertEquals(delivery.answered().at(), delivery.about().heardAt());
    assertEquals(fixture.ask("SELECT id FROM attachment"), handed.id());
  }

  @Test
  void whatTheCustomerWroteSinceIsKnownWhenAnAnswerIsSentAgain() {
    TicketId id = fixture.accept(Messages.chat("s").at(fixture.now).build()).ticket();
    fixture.perform(new Command.Reply(id, ANN, null, "Hello", null, List.of()));
    Instant since = fixture.now.plusSeconds(60);
    fixture.accept(Messages.chat("s").text("more").at(since).build());

    Lease lease =
        await(fixture.outbox.claim(Set.of("chat"), 1, fixture.now, fixture.now.plus(LEASE)))
            .getFirst();
    Delivery delivery = await(fixture.outbox.begin(lease, fixture.now)).orElseThrow();
    assertEquals(since, delivery.about().heardAt());
    assertEquals(fixture.now, delivery.answered().at());
  }

  @Test
  void aCustomerIsHeardWhenTheyWroteAndNotWhenThatCameOrWasChanged() {
    assertEquals(fixture.now.minusSeconds(3_600), heardAt(fixture.now.minusSeconds(3_600), false));
    assertEquals(fixture.now, heardAt(fixture.now.plusSeconds(60), false));
    assertEquals(fixture.now, heardAt(fixture.now.minus(Duration.ofDays(8)), false));
    assertNull(heardAt(fixture.now.minusSeconds(60), true));
    for (String nonsense : List.of("-0001-01-01T00:00:00Z", "+999999-12-31T00:00:00Z", "x")) {
      assertEquals(fixture.now, heardAt(nonsense, false));
    }
  }

  private @Nullable Instant heardAt(Object sentAt, boolean edited) {
    fixture.reset();
    Messages message = Messages.chat("s").at(fixture.now).fact("sentAt", sentAt.toString());
    TicketId id =
        fixture.accept((edited ? message.fact("edited", true) : message).build()).ticket();
    fixture.perform(new Command.Reply(id, ANN, null, "Hello", null, List.of()));
    Lease lease =
        await(fixture.outbox.claim(Set.of("chat"), 1, fixture.now, fixture.now.plus(LEASE)))
            .getFirst();
    return await(fixture.outbox.begin(lease, fixture.now)).orElseThrow().about().heardAt();
  }

  @Test
  void whatIsSentIsNeverHandedOutAgainAndItsProvidersIdsAreKept() {
    reply();
    Lease lease = claimOne();
    await(fixture.outbox.begin(lease, fixture.now));
    record(lease, new DeliveryOutcome.Sent(List.of("wamid.1", "wamid.2")));
    fixture.pass(Duration.ofDays(10));
    assertTrue(claim().isEmpty());
    assertEquals("sent", outbox("outcome"));
    assertEquals("1", outbox("attempts"));
    assertEquals(
        "2",
        fixture.ask(
            "SELECT count(*) FROM outbox_provider_id WHERE message = '" + lease.id() + "'"));
  }

  @Test
  void twoGatewaysNeverHoldTheSameMessage() {
    for (int i = 0; i < 20; i++) {
      reply();
    }
    try (DeskFixture other = new DeskFixture(fixture.url)) {
      other.now = fixture.now;
      var first = fixture.outbox.claim(MAIL, 15, fixture.now, fixture.now.plus(LEASE));
      var second = other.outbox.claim(MAIL, 15, fixture.now, fixture.now.plus(LEASE));
      List<String> ids = new ArrayList<>();
      await(first).forEach(lease -> ids.add(lease.id()));
      await(second).forEach(lease -> ids.add(lease.id()));
      while (ids.size() < 20) {
        claim().forEach(lease -> ids.add(lease.id()));
      }
      assertEquals(20, new HashSet<>(ids).size());
      assertEquals(20, ids.size());
    }
  }

  @Test
  void aTicketsAnswersLeaveInTheirOrder() {
    TicketId id = reply();
    fixture.pass(Duration.ofSeconds(1));
    fixture.perform(new Command.Reply(id, ANN, null, "And another thing.", null, List.of()));
    List<Lease> first = claim();
    assertEquals(1, first.size());
    assertTrue(claim().isEmpty());
    await(fixture.outbox.begin(first.getFirst(), fixture.now));
    record(first.getFirst(), new DeliveryOutcome.Sent(List.of()));
    assertEquals(1, claim().size());
  }

  @Test
  void aRetryWaitsForItsTimeAndKeepsItsMessageId() {
    reply();
    Lease lease = claimOne();
    String messageId =
        await(fixture.outbox.begin(lease, fixture.now)).orElseThrow().message().messageId();
    await(
        fixture.outbox.record(
            lease,
            new DeliveryOutcome.Retry("The server is busy."),
            fixture.now,
            fixture.now.plusSeconds(30)));
    assertTrue(claim().isEmpty());
    assertEquals("The server is busy.", outbox("reason"));
    fixture.pass(Duration.ofSeconds(30));
    Lease again = claimOne();
    assertEquals(2, again.attempt());
    Delivery delivery = await(fixture.outbox.begin(again, fixture.now)).orElseThrow();
    assertEquals(messageId, delivery.message().messageId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "uncertain"})
  void whatDidNotArriveIsToldOnTheTicketOnceAndNotSentAgain(String outcome) {
    TicketId id = reply();
    Lease lease = claimOne();
    await(fixture.outbox.begin(lease, fixture.now));
    DeliveryOutcome ended =
        outcome.equals("failed")
            ? new DeliveryOutcome.Failed("No such mailbox.")
            : new DeliveryOutcome.Uncertain("The line broke.");
    record(lease, ended);
    record(lease, ended);

    List<Entry> entries = fixture.thread(id).entries();
    Entry event = entries.getLast();
    assertEquals("undelivered", event.facts().get("event"));
    assertEquals(outcome, event.facts().get("outcome"));
    assertEquals(lease.id(), event.facts().get("message"));
    assertEquals(1, entries.stream().filter(PgOutboxTest::undelivered).count());
    assertEquals(List.of("undelivered"), fixture.thread(id).ticket().tags());
    fixture.pass(Duration.ofDays(10));
    assertTrue(claim().isEmpty());
    assertEquals(outcome, outbox("outcome"));
  }

  @Test
  void aGatewayThatDiesBeforeItBeginsLeavesTheMessageToOthers() {
    reply();
    Lease dead = claimOne();
    fixture.pass(LEASE);
    assertEquals(1, await(fixture.outbox.lapse(fixture.now, 10)));
    assertTrue(await(fixture.outbox.begin(dead, fixture.now)).isEmpty());
    Lease other = claimOne();
    assertEquals(1, other.attempt());
    assertTrue(await(fixture.outbox.begin(other, fixture.now)).isPresent());
  }

  @Test
  void aGatewayThatDiesAfterItBeganLeavesTheMessageUncertain() {
    TicketId id = reply();
    Lease dead = claimOne();
    await(fixture.outbox.begin(dead, fixture.now));
    assertEquals(0, await(fixture.outbox.lapse(fixture.now, 10)));
    fixture.pass(LEASE);
    assertEquals(1, await(fixture.outbox.lapse(fixture.now, 10)));
    assertEquals("uncertain", outbox("outcome"));
    assertTrue(claim().isEmpty());
    assertTrue(undelivered(fixture.thread(id).entries().getLast()));
    record(dead, new DeliveryOutcome.Sent(List.of())); // the dead comes back; too late
    assertEquals("uncertain", outbox("outcome"));
  }

  @Test
  void oneLeaseBeginsOnce() {
    reply();
    Lease lease = claimOne();
    assertTrue(await(fixture.outbox.begin(lease, fixture.now)).isPresent());
    assertTrue(await(fixture.outbox.begin(lease, fixture.now)).isEmpty());
  }

  @Test
  void aRecipientWhoHadEnoughWaits() {
    for (int i = 0; i < DeskFixture.PATIENCE.perRecipientHour(); i++) {
      send();
    }
    replyTo("flooded@mail.example");
    Lease lease = claimOne();
    assertTrue(await(fixture.outbox.begin(lease, fixture.now)).isEmpty());
    assertTrue(claim().isEmpty());
    fixture.pass(Duration.ofHours(1));
    Lease later = claimOne();
    assertEquals(1, later.attempt(), "waiting is no try");
    assertTrue(await(fixture.outbox.begin(later, fixture.now)).isPresent());
  }

  @Test
  void automaticMessagesAboveTheirCapAreNeverSent() {
    for (int i = 0; i < DeskFixture.PATIENCE.automaticPerRecipientDay(); i++) {
      automatic(replyTo("flooded@mail.example"));
      assertTrue(await(fixture.outbox.begin(claimOne(), fixture.now)).isPresent());
    }
    TicketId id = automatic(replyTo("flooded@mail.example"));
    assertTrue(await(fixture.outbox.begin(claimOne(), fixture.now)).isEmpty());
    assertEquals(
        "suppressed", fixture.ask("SELECT outcome FROM outbox WHERE ticket = '" + id + "'"));
    assertFalse(undelivered(fixture.thread(id).entries().getLast()));
  }

  @Test
  void noMachineWritesOnASpamTicket() {
    TicketId id = automatic(reply());
    fixture.pull(id, Trigger.SPAM);
    assertTrue(await(fixture.outbox.begin(claimOne(), fixture.now)).isEmpty());
    assertEquals("suppressed", outbox("outcome"));
  }

  @Test
  void aPurgeTakesTheMessageFromWhoeverHoldsIt() {
    TicketId id = reply();
    Lease lease = claimOne();
    fixture.pull(id, Trigger.DELETE);
    fixture.pull(id, Trigger.PURGE);
    assertTrue(await(fixture.outbox.begin(lease, fixture.now)).isEmpty());
    assertEquals("", outbox("recipient"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "uncertain"})
  void anAgentSendsAgainWhatDidNotArriveWithItsOldMessageId(String outcome) {
    TicketId id = reply();
    Lease lease = claimOne();
    String messageId =
        await(fixture.outbox.begin(lease, fixture.now)).orElseThrow().message().messageId();
    record(
        lease,
        outcome.equals("failed")
            ? new DeliveryOutcome.Failed("No such mailbox.")
            : new DeliveryOutcome.Uncertain("The line broke."));
    assertEquals(outcome, deliveryOf(id, lease.id()).state());

    fixture.perform(new Command.SendAgain(id, ANN, null, lease.id()));
    assertEquals("pending", deliveryOf(id, lease.id()).state());
    assertEquals(List.of(), fixture.thread(id).ticket().tags());
    Lease again = claimOne();
    assertEquals(
        messageId,
        await(fixture.outbox.begin(again, fixture.now)).orElseThrow().message().messageId());
    record(again, new DeliveryOutcome.Sent(List.of()));
    assertEquals("sent", deliveryOf(id, lease.id()).state());
  }

  @Test
  void whatArrivedOrIsSomebodyElsesIsNotSentAgain() {
    TicketId id = reply();
    Lease lease = claimOne();
    await(fixture.outbox.begin(lease, fixture.now));
    record(lease, new DeliveryOutcome.Sent(List.of()));
    TicketId other = reply();
    for (Command command :
        List.of(
            new Command.SendAgain(id, ANN, null, lease.id()),
            new Command.SendAgain(other, ANN, null, lease.id()),
            new Command.SendAgain(id, ANN, null, "01JD0000000000000000000042"))) {
      assertEquals("not-undelivered", fixture.refused(fixture.desk.perform(command)).code());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"REMINDER", "CLOSING"})
  void aNoticeIsKeptInTheThreadInTheCustomersWordsAndGoesOut(Purpose purpose) {
    TicketId id = fixture.tickets.arrive(Priority.NORMAL, fixture.now);
    Wording wording =
        new Wording(
            Templates.load(null, new ArrayList<>()),
            new Wording.House("en", ZoneOffset.UTC, Map.of("support", "Support"), Map.of()),
            new ConfirmationLinks(new Signer("a secret of 16+ bytes"), "https://help.example"));
    CustomerNotices notices = new CustomerNotices(wording, fixture.messageIds, new Random());
    await(
        new Transactions(fixture.database)
            .run(
                on ->
                    on.preparedQuery(Sql.of("ticket.sql").get("find"))
                        .execute(Tuple.of(id.value()))
                        .map(
                            rows ->
                                TicketRows.deskTicket(
                                    rows.iterator().next(), fixture.now, Duration.ofDays(4)))
                        .compose(
                            row ->
                                new ChangeWriter(new Random())
                                    .write(
                                        on,
                                        List.of(
                                            notices.send(
                                                row,
                                                purpose,
                                                row.state(),
                                                List.of(),
                                                List.of("nl"),
                                                fixture.now)),
                                        fixture.now))));

    Entry told = fixture.thread(id).entries().getLast();
    assertEquals(Entry.Author.SYSTEM, told.author());
    assertTrue(told.text().contains("Dit bericht is automatisch verzonden."), told.text());
    Delivery delivery =
        wording.apply(await(fixture.outbox.begin(claimOne(), fixture.now)).orElseThrow());
    assertEquals(purpose, delivery.purpose());
    assertEquals(told.text(), delivery.content().text());
    assertTrue(delivery.content().subject().contains(id.value()));
    assertEquals(told.facts().get("messageId"), delivery.message().messageId());
  }

  private Entry.Delivery deliveryOf(TicketId id, String message) {
    return fixture.thread(id).entries().stream()
        .filter(entry -> entry.id().equals(message))
        .findFirst()
        .orElseThrow()
        .delivery();
  }

  private void send() {
    replyTo("flooded@mail.example");
    Lease lease = claimOne();
    Optional<Delivery> begun = await(fixture.outbox.begin(lease, fixture.now));
    assertTrue(begun.isPresent());
    record(lease, new DeliveryOutcome.Sent(List.of()));
  }

  private TicketId reply() {
    TicketId id = fixture.tickets.arrive(Priority.NORMAL, fixture.now);
    fixture.perform(new Command.Reply(id, ANN, null, "We look into it.", null, List.of()));
    return id;
  }

  private TicketId replyTo(String recipient) {
    TicketId id = reply();
    TestSql.run(
        fixture.url,
        "UPDATE outbox SET (recipient, counted_as) = ('%1$s', '%1$s') WHERE ticket = '%2$s'"
            .formatted(recipient, id));
    return id;
  }

  /** Makes the ticket's answer one that no person wrote. */
  private TicketId automatic(TicketId id) {
    TestSql.run(fixture.url, "UPDATE outbox SET purpose = 1 WHERE ticket = '" + id + "'");
    return id;
  }

  private Lease claimOne() {
    List<Lease> leases = claim();
    assertEquals(1, leases.size());
    return leases.getFirst();
  }

  private List<Lease> claim() {
    return await(fixture.outbox.claim(MAIL, 10, fixture.now, fixture.now.plus(LEASE)));
  }

  private void record(Lease lease, DeliveryOutcome outcome) {
    await(fixture.outbox.record(lease, outcome, fixture.now, null));
  }

  private String outbox(String column) {
    return fixture.ask("SELECT " + column + " FROM outbox");
  }

  private static boolean undelivered(Entry entry) {
    return "undelivered".equals(entry.facts().get("event"));
  }
}
