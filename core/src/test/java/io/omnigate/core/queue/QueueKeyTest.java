package io.omnigate.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.ticket.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueueKeyTest {
  @Property
  void theOrderIsTotal(
      @ForAll("keys") QueueKey a, @ForAll("keys") QueueKey b, @ForAll("keys") QueueKey c) {
    assertEquals(Integer.signum(a.compareTo(b)), -Integer.signum(b.compareTo(a)));
    assertEquals(a.equals(b), a.compareTo(b) == 0);
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertTrue(a.compareTo(c) <= 0);
    }
  }

  @Property
  void theEarlierCriterionDecides(@ForAll("keys") QueueKey a, @ForAll("keys") QueueKey b) {
    if (a.overdue() != b.overdue()) {
      assertEquals(a.overdue(), a.compareTo(b) < 0);
    } else if (a.priority() != b.priority()) {
      assertEquals(a.priority().code() < b.priority().code(), a.compareTo(b) < 0);
    }
  }

  @Example
  void overdueThenUrgencyThenDueThenWaitingThenId() {
    Instant t = Instant.parse("2026-01-01T00:00:00Z");
    Instant later = t.plus(Duration.ofMinutes(1));
    var low = QueueKeys.id(1);
    var high = QueueKeys.id(2);
    List<QueueKey> ordered =
        List.of(
            new QueueKey(true, Priority.LOW, later, later, high),
            new QueueKey(false, Priority.URGENT, later, later, high),
            new QueueKey(false, Priority.NORMAL, t, later, high),
            new QueueKey(false, Priority.NORMAL, later, t, high),
            new QueueKey(false, Priority.NORMAL, later, later, min(low, high)),
            new QueueKey(false, Priority.NORMAL, later, later, max(low, high)),
            new QueueKey(false, Priority.NORMAL, later, null, min(low, high)),
            new QueueKey(false, Priority.NORMAL, null, t, min(low, high)),
            new QueueKey(false, Priority.NORMAL, null, null, min(low, high)));
    assertEquals(ordered, ordered.reversed().stream().sorted().toList());
  }

  @Provide
  Arbitrary<QueueKey> keys() {
    return QueueKeys.any();
  }

  private static <T extends Comparable<T>> T min(T a, T b) {
    return List.of(a, b).stream().min(Comparator.naturalOrder()).orElseThrow();
  }

  private static <T extends Comparable<T>> T max(T a, T b) {
    return List.of(a, b).stream().max(Comparator.naturalOrder()).orElseThrow();
  }
}
