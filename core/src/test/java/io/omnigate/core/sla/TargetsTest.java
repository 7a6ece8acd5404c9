package io.omnigate.core.sla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.ticket.Priority;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "URGENT, 2026-01-01T01:00:00Z",
    "HIGH, 2026-01-01T04:00:00Z",
    "NORMAL, 2026-01-02T00:00:00Z",
    "LOW, 2026-01-04T00:00:00Z"
  })
  void eachPriorityHasItsTarget(Priority priority, Instant due) {
    assertEquals(due, Targets.due(priority, START));
  }

  @Test
  void theMoreUrgentIsDueEarlier() {
    Priority[] all = Priority.values();
    for (int i = 1; i < all.length; i++) {
      assertTrue(Targets.within(all[i - 1]).compareTo(Targets.within(all[i])) < 0);
    }
  }
}
