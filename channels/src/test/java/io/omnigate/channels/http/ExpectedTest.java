package io.omnigate.channels.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.channels.http.Expected.Announced;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final long MIB = 1 << 20;
  private static final long BODY = 20 * MIB;

  /** Room for two bodies, and half of a third. */
  private final BytesInFlight onDisk = new BytesInFlight(50 * MIB * SpoolSpace.WEIGHT);

  private final AtomicLong now = new AtomicLong();
  private final Expected expected = new Expected(onDisk, Duration.ofSeconds(30), now::get);

  @Test
  void whoCameFirstGoesOnAndWhoComesLateFindsNoRoom() {
    Announced first = begun(1 * MIB);
    begun(1 * MIB);
    assertFalse(letIn(BODY));
    assertTrue(expected.leaves(10 * MIB));
    assertFalse(expected.leaves(10 * MIB + 1));

    first.arrived(BODY);
    assertTrue(onDisk.tryHold((BODY - 1 * MIB) * SpoolSpace.WEIGHT));
    assertFalse(letIn(BODY), "what came of it takes the same room");
    onDisk.release(BODY * SpoolSpace.WEIGHT);
    expected.over(first);
    assertTrue(letIn(BODY));
  }

  @Test
  void whoAnnouncesMuchAndSendsLittleTakesNobodysPlace() {
    begun(1 * MIB);
    begun(10 * MIB);
    now.addAndGet(Duration.ofSeconds(3).toNanos()); // of 30, in which a twentieth is too little
    assertTrue(letIn(BODY));
    now.addAndGet(Duration.ofSeconds(14).toNanos()); // more than half of the time for a half
    assertTrue(letIn(BODY));
    assertFalse(letIn(BODY));
  }

  /** Each 100 ms twice as much, the first time ten packets (RFC 6928). */
  @Test
  void whoeverComesFromFarAndHasOnlyBegunKeepsItsPlace() {
    long arrived = 10 * 1460;
    Announced first = begun(arrived);
    Announced second = begun(arrived);
    while (arrived < BODY) {
      assertFalse(letIn(BODY), arrived + " bytes of each are there");
      now.addAndGet(Duration.ofMillis(100).toNanos());
      long more = Math.min(arrived, BODY - arrived);
      arrived += more;
      assertTrue(onDisk.tryHold(2 * more * SpoolSpace.WEIGHT));
      first.arrived(arrived);
      second.arrived(arrived);
    }
    assertFalse(letIn(BODY));
  }

  private boolean letIn(long whole) {
    return expected.letIn(expected.begun(whole, 0));
  }

  private Announced begun(long arrived) {
    Announced body = expected.begun(BODY, arrived);
    assertTrue(expected.letIn(body));
    assertTrue(onDisk.tryHold(arrived * SpoolSpace.WEIGHT));
    return body;
  }
}
