package io.omnigate.core.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is in the next batch. */
class WaitingLineTest {
  private static final int MESSAGES = 10;
  private static final long BYTES = 1_000;

  private final WaitingLine line = new WaitingLine();
  private final IntakeMeters meters = new IntakeMeters(new SimpleMeterRegistry());

  private Pending add(String channel, int bytes) {
    InboundMessage message =
        Messages.form().on(channel).raw(RawPayload.of(Buffer.buffer(new byte[bytes]))).build();
    Pending pending = new Pending(message, Long.MAX_VALUE, meters);
    line.add(pending);
    return pending;
  }

  @Test
  void channelsTakeTurnsAndEachKeepsItsOrder() {
    Pending flood1 = add("flood", 10);
    Pending flood2 = add("flood", 10);
    Pending quiet = add("quiet", 10);
    assertEquals(List.of(flood1, quiet, flood2), line.take(MESSAGES, BYTES));
    assertTrue(line.isEmpty());
  }

  @Test
  void aBatchIsSmallOnlyWhereSeveralChannelsWait() {
    for (int i = 0; i < 50; i++) {
      add("flood", 10);
    }
    Pending quiet = add("quiet", 10);
    List<Pending> shared = line.take(256, BYTES);
    assertTrue(shared.contains(quiet));
    assertTrue(shared.size() <= 16, "waits for " + shared.size());
    assertEquals(51 - shared.size(), line.take(256, BYTES).size());
  }

  @Test
  void aBatchIsLargeWhereMuchWaitsOfEachChannel() {
    for (int i = 0; i < 40; i++) {
      add("flood", 10);
      add("another", 10);
    }
    add("another", 10);
    assertEquals(80, line.take(256, BYTES).size());
  }

  @Test
  void aLargeMessageIsNotPassedOverForEverBesideAChannelThatNeverRunsDry() {
    add("chat", 10);
    Pending large = add("mail", 5_000);
    add("chat", 10);
    boolean taken = false;
    for (int batch = 0; batch < 3 && !taken; batch++) {
      add("chat", 10);
      add("chat", 10);
      taken = line.take(MESSAGES, BYTES).contains(large);
    }
    assertTrue(taken, "in the third batch at the latest");
  }

  @Test
  void aLargeMessageTravelsAloneAndTheRestGoOnInFullBatches() {
    Pending large = add("mail", 5_000);
    add("chat", 10);
    add("chat", 10);
    assertEquals(List.of(large), line.take(MESSAGES, BYTES));
    assertEquals(2, line.take(MESSAGES, BYTES).size());
  }
}
