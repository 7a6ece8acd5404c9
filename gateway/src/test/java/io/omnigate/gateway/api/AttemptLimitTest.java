package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private final AttemptLimit limit = new AttemptLimit(() -> now, 2, Duration.ofSeconds(30));

  @Test
  void so_many_fail_in_a_row_and_no_more() {
    assertTrue(limit.tryTake("ann"));
    assertTrue(limit.tryTake("ann"));
    assertFalse(limit.tryTake("ann"));
    assertTrue(limit.tryTake("bob"));
  }

  @Test
  void attempts_come_back_one_by_one_and_never_more_than_all() {
    limit.tryTake("ann");
    limit.tryTake("ann");
    now = now.plusSeconds(30);
    assertTrue(limit.tryTake("ann"));
    assertFalse(limit.tryTake("ann"));
    now = now.plus(Duration.ofDays(1));
    assertTrue(limit.tryTake("ann"));
    assertTrue(limit.tryTake("ann"));
    assertFalse(limit.tryTake("ann"));
  }

  @Test
  void what_is_given_back_can_be_taken_again() {
    for (int i = 0; i < 10; i++) {
      assertTrue(limit.tryTake("ann"));
      limit.giveBack("ann");
    }
  }

  @Test
  void a_clock_that_goes_back_takes_nothing_away() {
    limit.tryTake("ann");
    now = now.minus(Duration.ofDays(1));
    assertTrue(limit.tryTake("ann"));
    assertFalse(limit.tryTake("ann"));
  }
}
