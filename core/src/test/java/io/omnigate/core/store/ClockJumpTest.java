package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.desk.Command;
import io.omnigate.core.intake.Messages;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.omnigate.core.outbox.OutboxStore.Lease;
import io.omnigate.core.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves goes out at most once, also where the clock of a gateway jumps. */
class ClockJumpTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final DeskFixture fixture = new DeskFixture();

  @BeforeEach
  void reset() {
    fixture.reset();
    TicketId id = fixture.accept(Messages.chat("s").at(fixture.now).build()).ticket();
    fixture.perform(new Command.Reply(id, ANN, null, "On its way.", null, List.of()));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Lease> claim(Instant now) {
    return await(fixture.outbox.claim(Set.of("chat"), 9, now, now.plus(Duration.ofMinutes(3))));
  }

  @Test
  void forwardWhatIsBeingHandedOverIsUncertainAndGivenToNobodyElse() {
    Lease lease = claim(fixture.now).getFirst();
    await(fixture.outbox.begin(lease, fixture.now));
    await(fixture.outbox.lapse(fixture.now.plus(HOUR), 9));
    assertEquals(List.of(), claim(fixture.now.plus(HOUR)));
    await(fixture.outbox.record(lease, new DeliveryOutcome.Sent(List.of()), fixture.now, null));
    assertEquals("uncertain", fixture.ask("SELECT outcome FROM outbox"));
  }

  @Test
  void forwardWhatWasOnlyTakenIsTakenByAnotherAndBegunByThatOneAlone() {
    Lease first = claim(fixture.now).getFirst();
    await(fixture.outbox.lapse(fixture.now.plus(HOUR), 9));
    Lease second = claim(fixture.now.plus(HOUR)).getFirst();
    assertTrue(await(fixture.outbox.begin(first, fixture.now)).isEmpty());
    assertTrue(await(fixture.outbox.begin(second, fixture.now.plus(HOUR))).isPresent());
  }

  @Test
  void backItIsGivenToNobodyElseAndRecordedAllTheSame() {
    Lease lease = claim(fixture.now).getFirst();
    await(fixture.outbox.begin(lease, fixture.now));
    Instant back = fixture.now.minus(HOUR);
    assertEquals(0, await(fixture.outbox.lapse(back, 9)));
    assertEquals(List.of(), claim(back));
    await(fixture.outbox.record(lease, new DeliveryOutcome.Sent(List.of()), back, null));
    assertEquals("sent", fixture.ask("SELECT outcome FROM outbox"));
  }
}
