package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.PATIENCE;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omnigate.core.TestSql;
import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.OutboundMessage;
import io.omnigate.core.ticket.TicketId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One mailbox in many spellings has the caps of one. */
class OutboxCapsTest extends DeskTest {
  private static final List<String> SPELLINGS =
      List.of(
          "Victim@gmail.com",
          "v.ictim@gmail.com",
          "victim+1@googlemail.com",
          "victim@GMAIL.com",
          "VIC.TIM+2@gmail.com",
          "victim@gmail.com");

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
  void soAreTagsAndCaseOnAnyDomain() {
    List<String> tagged =
        List.of("Kim@own.example", "kim+1@own.example", "KIM+b+c@OWN.example", "kim+2@own.example");
    for (String each : tagged) {
      fixture.accept(Messages.form().told(each, true).at(fixture.now).build());
      fixture.pass(Duration.ofSeconds(1));
    }
    assertEquals(tagged.subList(0, PATIENCE.automaticPerRecipientDay()), left("form"));
  }

  @Test
  void othersAreToldApart() {
    List<String> others =
        List.of("kim@own.example", "k.im@own.example", "kim@other.example", "+1@own.example");
    for (String each : others) {
      for (int i = 0; i < PATIENCE.automaticPerRecipientDay(); i++) {
        fixture.accept(Messages.form().told(each, true).at(fixture.now).build());
        fixture.pass(Duration.ofSeconds(1));
      }
    }
    assertEquals(others.size() * PATIENCE.automaticPerRecipientDay(), left("form").size());
  }

  @Test
  void whatEarlierVersionsWroteIsCountedAlike() throws IOException {
    List<String> all =
        List.of("kim+1@own.example", "+1@own.example", "kim@a.example", "K+@x.example");
    for (String each : all) {
      fixture.accept(Messages.form().told(each, true).at(fixture.now).build());
    }
    TestSql.run(fixture.url, "UPDATE outbox SET counted_as = lower(recipient)");
    try (var migration =
        getClass().getResourceAsStream("/db/migration/V014__counted_without_tags.sql")) {
      byte[] script = Objects.requireNonNull(migration).readAllBytes();
      TestSql.run(fixture.url, new String(script, StandardCharsets.UTF_8));
    }
    assertEquals(
        all.stream().map(CountedAs::of).sorted().collect(Collectors.joining(",")),
        TestSql.ask(
            fixture.url,
            "SELECT string_agg(counted_as, ',' ORDER BY counted_as COLLATE \"C\") FROM outbox"));
  }

  /** The recipients of what leaves, as they were written. */
  private List<String> left(String channel) {
    return await(
            fixture.outbox.claim(
                Set.of(channel), 50, fixture.now, fixture.now.plus(Duration.ofMinutes(3))))
        .stream()
        .map(lease -> await(fixture.outbox.begin(lease, fixture.now)))
        .flatMap(Optional::stream)
        .map(Delivery::message)
        .sorted(Comparator.comparing(OutboundMessage::createdAt))
        .map(OutboundMessage::recipient)
        .toList();
  }
}
