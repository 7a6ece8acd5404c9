package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.InboundMessage.Mark;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.intake.Receipt;
import io.omnigate.core.metrics.TransitionMeters;
import io.omnigate.core.outbox.ConfirmationLinks.Confirmation;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.outbox.Purpose;
import io.omnigate.core.ticket.TicketId;
import io.omnigate.core.ticket.Trigger;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PgConfirmationsTest extends DeskTest {
  private static final String KIM = "Kim@example.com";

  private final PgConfirmations confirmations = confirmations(Set.of("form"));

  private PgConfirmations confirmations(Set<String> acknowledging) {
    return new PgConfirmations(
        fixture.database,
        acknowledging,
        Duration.ofDays(4),
        new Random(),
        fixture.signal,
        new TransitionMeters(fixture.registry));
  }

  private TicketId posted(Mark... marks) {
    Messages form =
        Messages.form()
            .claims(Identity.Kind.EMAIL, KIM)
            .told("Kim@Example.com", true)
            .at(fixture.now);
    Receipt receipt = fixture.accept((marks.length > 0 ? form.mark(marks[0]) : form).build());
    return receipt.ticket();
  }

  /** What leaves next, handed over; its purpose. */
  private List<Delivery> leave() {
    List<Lease> leases =
        await(
            fixture.outbox.claim(
                Set.of("form"), 10, fixture.now, fixture.now.plus(Duration.ofMinutes(3))));
    return leases.stream()
        .flatMap(
            lease -> {
              var begun = await(fixture.outbox.begin(lease, fixture.now));
              begun.ifPresent(
                  delivery ->
                      await(
                          fixture.outbox.record(
                              lease, new DeliveryOutcome.Sent(List.of()), fixture.now, null)));
              return begun.stream();
            })
        .toList();
  }

  private Confirmation asked(TicketId ticket) {
    Delivery question = leave().getFirst();
    assertEquals(Purpose.CONFIRMATION, question.purpose());
    assertEquals("Kim@Example.com", question.message().recipient());
    return new Confirmation(ticket, question.message().id());
  }

  private String proven() {
    return fixture.ask("SELECT verified FROM identity WHERE value = '" + KIM + "'");
  }

  @Test
  void theAcknowledgementLeavesOnceTheAddressIsConfirmedAndOnlyOnce() {
    TicketId ticket = posted();
    Confirmation confirmation = asked(ticket);
    assertEquals(List.of(), leave());
    assertEquals("f", proven());

    List<Future<Boolean>> clicks =
        Stream.generate(() -> confirmations.confirm(confirmation, fixture.now)).limit(5).toList();
    clicks.forEach(click -> assertTrue(await(click)));

    List<Delivery> told = leave();
    assertEquals(List.of(Purpose.ACKNOWLEDGEMENT), told.stream().map(Delivery::purpose).toList());
    assertEquals("Kim@Example.com", told.getFirst().message().recipient());
    assertEquals("t", proven());
    List<Object> events =
        fixture.thread(ticket).entries().stream().map(each -> each.facts().get("event")).toList();
    assertEquals("address-confirmed", events.getLast());
    assertEquals(1, events.stream().filter("address-confirmed"::equals).count());
    assertEquals("1", fixture.ask("SELECT message_count FROM ticket"));
    assertEquals(List.of(), leave());
  }

  @Test
  void aFormThatAcknowledgesNothingOnlyTakesNote() {
    Confirmation confirmation = asked(posted());
    assertTrue(await(confirmations(Set.of()).confirm(confirmation, fixture.now)));
    assertEquals("t", proven());
    assertEquals(List.of(), leave());
  }

  @Test
  void nothingElseAutomaticReachesAnAddressThatNobodyConfirmed() {
    TicketId ticket = posted();
    Confirmation confirmation = asked(ticket);
    assertEquals(List.of(), reminded(ticket));
    assertEquals(
        "The customer has not confirmed this address.",
        fixture.ask("SELECT reason FROM outbox WHERE outcome = 'suppressed'"));

    await(confirmations.confirm(confirmation, fixture.now));
    leave();
    fixture.pass(Duration.ofDays(2));
    assertEquals(List.of(Purpose.REMINDER), reminded(ticket));
  }

  private List<Purpose> reminded(TicketId ticket) {
    fixture.ask(
        """
        INSERT INTO outbox (id, ticket, seq, channel, kind, recipient, created_at, next_attempt_at,
                            purpose, counted_as)
        VALUES ('reminder-' || random(), '%s', 1, 'form', 'form', 'Kim@Example.com', '%s', '%s', 2,
                'kim@example.com')
        RETURNING id"""
            .formatted(ticket, fixture.now, fixture.now));
    return leave().stream().map(Delivery::purpose).toList();
  }

  @Test
  void spamAsksNobody() {
    posted(Mark.SPAM);
    assertEquals(List.of(), leave());
  }

  @Test
  void oneAddressIsAskedAFewTimesADay() {
    for (int i = 0; i < 4; i++) {
      posted();
      fixture.pass(Duration.ofSeconds(1));
    }
    assertEquals(DeskFixture.PATIENCE.automaticPerRecipientDay(), leave().size());
  }

  @Test
  void somebodyElsesMessageOrAPurgedTicketConfirmsNothing() {
    TicketId ticket = posted();
    Confirmation confirmation = asked(ticket);
    fixture.pass(Duration.ofSeconds(1));
    TicketId other = posted();
    String answer = leave().getFirst().message().id();
    assertFalse(
        await(confirmations.confirm(new Confirmation(ticket, answer), fixture.now)),
        "the message of another ticket");
    fixture.pull(ticket, Trigger.DELETE);
    fixture.pull(ticket, Trigger.PURGE);
    assertFalse(await(confirmations.confirm(confirmation, fixture.now)));
    assertTrue(await(confirmations.confirm(new Confirmation(other, answer), fixture.now)));
    assertEquals("t", proven());
  }
}
