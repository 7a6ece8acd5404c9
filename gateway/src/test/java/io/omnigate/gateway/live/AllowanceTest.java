package io.omnigate.gateway.live;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AllowanceTest {
  private long now = 1_000;
  private final Allowance allowance = new Allowance(3, 100, () -> now);

  @Test
  void itLastsForAFewTimesInARowAndGrowsAgain() {
    assertTrue(allowance.use() && allowance.use() && allowance.use());
    assertFalse(allowance.use());
    now += 99;
    assertFalse(allowance.use());
    now += 1;
    assertTrue(allowance.use());
    assertFalse(allowance.use());
  }

  @Test
  void itNeverGrowsBeyondItsMost() {
    now += 1_000_000;
    assertTrue(allowance.use() && allowance.use() && allowance.use());
    assertFalse(allowance.use());
  }

  @Test
  void whatIsLeftOfATimeCountsForTheNext() {
    assertTrue(allowance.use() && allowance.use() && allowance.use());
    now += 150;
    assertTrue(allowance.use());
    now += 50;
    assertTrue(allowance.use());
  }
}
