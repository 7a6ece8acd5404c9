package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.InboundMessage.Nature;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.ticket.TicketId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of a customer's mails an answer quotes and threads with, and whose language it speaks. */
class AnsweredMailsTest extends DeskTest {
  private static final String CARLA = "carla@mail.example";

  @Test
  void aNoticeOfAbsenceIsNotWhatTheNextAnswerAnswers() {
    TicketId id = accept(mail("<1@mail.example>").fact("language", "el").text("Where is it?"));
    absent(id);

    Delivery delivery = answer(id);
    assertEquals("Where is it?", delivery.answered().text());
    assertEquals(List.of("<1@mail.example>"), delivery.references());
    assertEquals(List.of("el"), delivery.about().languages());
    assertEquals("Where is it?", fixture.ask("SELECT preview FROM ticket"));
    assertEquals("3", fixture.ask("SELECT message_count FROM ticket"));
  }

  @Test
  void whatOnlyAMachineWroteIsAnsweredAllTheSame() {
    TicketId id =
        accept(
            mail("<form@shop.example>")
                .nature(Nature.AUTOMATIC)
                .fact("language", "fi")
                .text("An order came in."));

    Delivery delivery = answer(id);
    assertEquals("An order came in.", delivery.answered().text());
    assertEquals(List.of("<form@shop.example>"), delivery.references());
    assertEquals(List.of("fi"), delivery.about().languages());
    assertEquals("An order came in.", fixture.ask("SELECT preview FROM ticket"));
  }

  @Test
  void aContactIsSpokenToInTheLanguageTheyToldElsewhere() {
    accept(mail("<1@mail.example>").fact("language", "fi"));
    fixture.pass(Duration.ofDays(1));
    accept(mail("<2@mail.example>").fact("language", "el"));
    fixture.pass(Duration.ofDays(1));
    absent(accept(mail("<3@mail.example>")));
    accept(Messages.mail("dave@mail.example", "<4@mail.example>").fact("language", "sv"));

    TicketId id = accept(mail("<5@mail.example>"));
    assertEquals(List.of("el"), answer(id).about().languages());
    TicketId own = accept(mail("<6@mail.example>").fact("language", "de"));
    assertEquals(List.of("de"), answer(own).about().languages());
  }

  @Test
  void ofAContactWithVeryManyTicketsTheNewestTellTheLanguage() {
    for (int n = 0; n < 200; n++) {
      accept(mail("<old" + n + "@mail.example>").fact("language", "fi"));
    }
    fixture.pass(Duration.ofDays(1));
    accept(mail("<new@mail.example>").fact("language", "el"));
    fixture.pass(Duration.ofDays(1));

    TicketId id = accept(mail("<untold@mail.example>"));
    assertEquals(List.of("el"), answer(id).about().languages());
  }

  private Messages mail(String id) {
    return Messages.mail(CARLA, id).key(id).fact("messageId", id).at(fixture.now);
  }

  /** Her mail program answers, in a language of its own. */
  private void absent(TicketId ticket) {
    fixture.accept(
        mail("<away@mail.example>")
            .names(ticket)
            .nature(Nature.AUTOMATIC)
            .fact("language", "ja")
            .text("I am away.")
            .build());
  }

  private TicketId accept(Messages message) {
    return fixture.accept(message.build()).ticket();
  }

  private Delivery answer(TicketId id) {
    fixture.perform(new Command.Reply(id, ANN, null, "Hello", null, List.of()));
    Lease lease =
        await(
                fixture.outbox.claim(
                    Set.of("mail"), 1, fixture.now, fixture.now.plus(Duration.ofMinutes(3))))
            .getFirst();
    return await(fixture.outbox.begin(lease, fixture.now)).orElseThrow();
  }
}
