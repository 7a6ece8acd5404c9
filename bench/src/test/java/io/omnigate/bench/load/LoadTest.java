package io.omnigate.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.bench.SmallPeer;
import io.omnigate.bench.traffic.ChatTraffic;
import io.omnigate.bench.traffic.Numbers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver against a peer that is right, wrong, slow or gone. */
class LoadTest {
  private static final int FIRST_TO_BE_WRONG = 5;

  private final Driver driver = new Driver();
  private final Faults faults = new Faults();
  private final Ledger ledger = new Ledger(faults);

  @AfterEach
  void end() {
    driver.close();
  }

  @Test
  void receiptsThatAreRightAreCountedAndNothingIsFoundWrong() throws Exception {
    try (SmallPeer peer = SmallPeer.that(LoadTest::right)) {
      Tally tally;
      try (Load load = Load.closed(driver, peer.address(), 8, orders(false))) {
        tally = window(load, Duration.ofSeconds(2));
      }
      assertEquals(List.of(), faults.first());
      assertTrue(tally.accepted() > 50, "accepted " + tally.accepted());
      assertTrue(ledger.accepted().size() >= tally.accepted());
      assertEquals(ledger.accepted().size(), ledger.opened());
      assertEquals(
          ledger.accepted().stream().map(Ledger.Accepted::number).distinct().count(),
          ledger.accepted().size());
    }
  }

  static List<Arguments> wrongs() {
    return List.of(
        wrong("no sound receipt", 201, n -> "{}"),
        wrong("no sound receipt", 201, n -> "not JSON"),
        wrong("no sound receipt", 201, n -> altered(SmallPeer.receipt(n, true, false))),
        wrong("no sound receipt", 201, n -> SmallPeer.receipt(n, true, false).replace("01J", "J")),
        wrong("taken for a repeat", 201, n -> SmallPeer.receipt(n, true, true)),
        wrong("created is wrong", 201, n -> SmallPeer.receipt(n, false, false)),
        wrong("given to two tickets", 201, n -> SmallPeer.receipt(1, true, false)),
        wrong("status 200", 200, n -> SmallPeer.receipt(n, true, false)),
        wrong("status 202", 202, n -> SmallPeer.receipt(n, true, false)),
        wrong("status 500", 500, n -> "{}"),
        wrong("refused without Retry-After", 429, n -> "{}"));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void anAnswerThatIsWrongIsFound(String found, int status, Body body) throws Exception {
    try (SmallPeer peer =
            SmallPeer.that(
                asked -> {
                  if (asked.nth() == FIRST_TO_BE_WRONG) {
                    asked.with(status, body.of(asked.number()));
                  } else {
                    right(asked);
                  }
                });
        Load load = Load.closed(driver, peer.address(), 1, orders(true))) {
      untilFound(load);
    }
    assertEquals(1, faults.count(), faults.first().toString());
    assertTrue(faults.first().getFirst().contains(found), faults.first().toString());
  }

  @Test
  void aMessageThatJoinsAnotherTicketThanItsOwnIsFound() throws Exception {
    Traffic chat = new ChatTraffic("chat", new Numbers());
    Traffic following =
        () -> {
          Outgoing first = chat.next();
          return new Outgoing(first.request(), first.number(), 201, SmallPeer.ticket(1));
        };
    Load.Orders orders = new Load.Orders(following, new Judge(faults, false), ledger, faults);
    try (SmallPeer peer =
            SmallPeer.that(
                asked -> {
                  long of = asked.nth() == FIRST_TO_BE_WRONG ? 2 : 1;
                  String ticket = SmallPeer.ticket(of);
                  asked.with(201, SmallPeer.receipt(ticket, asked.number(), false, false));
                });
        Load load = Load.closed(driver, peer.address(), 1, orders)) {
      untilFound(load);
    }
    assertEquals(1, faults.count(), faults.first().toString());
    assertTrue(faults.first().getFirst().contains("joined another ticket"));
  }

  @Test
  void anAnswerThatNeverComesIsFound() throws Exception {
    try (SmallPeer peer =
            SmallPeer.that(
                asked -> {
                  if (asked.nth() == FIRST_TO_BE_WRONG) {
                    asked.exchange().close();
                  } else {
                    right(asked);
                  }
                });
        Load load = Load.closed(driver, peer.address(), 2, orders(false))) {
      untilFound(load);
    }
    assertTrue(faults.first().getFirst().contains("was not answered"), faults.first().toString());
    assertTrue(ledger.accepted().size() > FIRST_TO_BE_WRONG, "the other connection went on");
  }

  @Test
  void aRefusalIsWrongBelowTheBoundsAndCountedApartAboveThem() throws Exception {
    try (SmallPeer peer = SmallPeer.that(LoadTest::refuse)) {
      try (Load load = Load.closed(driver, peer.address(), 1, orders(true))) {
        Tally tally = window(load, Duration.ofSeconds(1));
        assertEquals(0, tally.accepted());
        assertTrue(tally.refused() > 0);
      }
      assertEquals(List.of(), faults.first());
      try (Load load = Load.closed(driver, peer.address(), 1, orders(false))) {
        untilFound(load);
      }
      assertTrue(faults.first().getFirst().contains("refused below the bounds"));
    }
  }

  /** A closed loop would have sent nothing during the stall, and would not have noticed. */
  @Test
  void inAnOpenLoopEveryMessageThatWasDueDuringAStallHasWaited() throws Exception {
    AtomicBoolean stalled = new AtomicBoolean();
    try (SmallPeer peer =
            SmallPeer.that(
                asked -> {
                  if (asked.nth() == 100 && stalled.compareAndSet(false, true)) {
                    pause(2_000);
                  }
                  right(asked);
                });
        Load load = Load.open(driver, peer.address(), 1, 100, orders(false))) {
      Tally tally = window(load, Duration.ofMillis(7_500));
      assertEquals(750, tally.accepted() + tally.unsent(), 75);
      assertTrue(
          tally.acceptedMs(50) < 500, "half of them before or after: " + tally.acceptedMs(50));
      assertTrue(tally.acceptedMs(85) > 500, "a fifth of them waited: " + tally.acceptedMs(85));
      assertTrue(tally.acceptedMs(100) > 1_950, "the first one longest: " + tally.acceptedMs(100));
    }
    assertEquals(List.of(), faults.first());
  }

  @Test
  void inAnOpenLoopWhatCouldNotBeSentCountsWithItsWait() throws Exception {
    try (SmallPeer peer =
            SmallPeer.that(
                asked -> {
                  pause(6_000);
                  right(asked);
                });
        Load load = Load.open(driver, peer.address(), 1, 25, orders(false))) {
      Tally tally = window(load, Duration.ofSeconds(2));
      assertEquals(0, tally.accepted());
      assertTrue(tally.unsent() >= 40, "unsent " + tally.unsent());
      assertTrue(tally.acceptedMs(99) > 1_600, "waited " + tally.acceptedMs(99));
    }
  }

  private interface Body {
    String of(long number);
  }

  private static Arguments wrong(String found, int status, Body body) {
    return Arguments.of(found, status, body);
  }

  /** With one symbol of the ticket ID replaced by another. */
  private static String altered(String receipt) {
    int at = receipt.indexOf(":\"") + 2;
    char other = receipt.charAt(at) == 'K' ? 'M' : 'K';
    return receipt.substring(0, at) + other + receipt.substring(at + 1);
  }

  private static void right(SmallPeer.Asked asked) throws IOException {
    asked.with(201, SmallPeer.receipt(asked.number(), true, false));
  }

  private static void refuse(SmallPeer.Asked asked) throws IOException {
    asked.exchange().getResponseHeaders().set("Retry-After", "1");
    asked.with(429, "{}");
  }

  private Load.Orders orders(boolean mayRefuse) {
    Traffic traffic = new ChatTraffic("chat", new Numbers());
    return new Load.Orders(traffic, new Judge(faults, mayRefuse), ledger, faults);
  }

  /** Loads until something was found wrong, and a little longer. */
  private void untilFound(Load load) throws InterruptedException {
    load.begin();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (faults.count() == 0 && System.nanoTime() < end) {
      pause(10);
    }
    pause(100);
    load.end();
  }

  private static Tally window(Load load, Duration length) throws InterruptedException {
    load.begin();
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    return load.end();
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
