package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.PATIENCE;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.ticket.TicketId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One mailbox in many spellings has the caps of one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxCapsTest {
  private static final List<String> SPELLINGS =
      List.of(
          "Victim@gmail.com",
          "v.ictim@gmail.com",
          "victim+1@googlemail.com",
          "victim@GMAIL.com",
          "VIC.TIM+2@gmail.com",
          "victim@gmail.com");

  private DeskFixture fixture;

  @BeforeAll
  void open() {
    fixture = new DeskFixture();
  }

  @BeforeEach
  void reset() {
    fixture.reset();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void automaticMessagesAreCountedByTheMailbox() {
    for (String each : SPELLINGS) {
      fixture.accept(Messages.form().told(each, true).at(fixture.now).build());
      fixture.pass(Duration.ofSeconds(1));
    }
    assertEquals(SPELLINGS.subList(0, PATIENCE.automaticPerRecipientDay()), left("form"));
  }

  @Test
  void answersAreCountedByTheMailbox() {
    for (String each : SPELLINGS) {
      TicketId id =
          fixture.accept(Messages.mail(each, "<" + each + ">").at(fixture.now).build()).ticket();
      fixture.perform(new Command.Reply(id, ANN, null, "On its way.", null, List.of()));
      fixture.pass(Duration.ofSeconds(1));
    }
    assertEquals(SPELLINGS.subList(0, PATIENCE.perRecipientHour()), left("mail"));
  }

  @Test
  void aDomainOfOnesOwnTellsPlusesApartAndNoCase() {
    for (String each : List.of("Kim@own.example", "kim@own.example", "kim+1@own.example")) {
      fixture.accept(Messages.form().told(each, true).at(fixture.now).build());
      fixture.pass(Duration.ofSeconds(1));
    }
    fixture.accept(Messages.form().told("KIM@own.example", true).at(fixture.now).build());
    assertEquals(List.of("Kim@own.example", "kim@own.example", "kim+1@own.example"), left("form"));
  }

  /** The recipients of what leaves, as they were written. */
  private List<String> left(String channel) {
    return await(
            fixture.outbox.claim(
                Set.of(channel), 10, fixture.now, fixture.now.plus(Duration.ofMinutes(3))))
        .stream()
        .map(lease -> await(fixture.outbox.begin(lease, fixture.now)))
        .flatMap(Optional::stream)
        .map(Delivery::message)
        .sorted(Comparator.comparing(OutboundMessage::createdAt))
        .map(OutboundMessage::recipient)
        .toList();
  }
}
