package io.omnigate.core.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class UlidTest {
  private static final long END = 1L << 48;

  @Property
  void textOrderIsTimeOrder(
      @ForAll @LongRange(min = 0, max = END - 1) long one,
      @ForAll @LongRange(min = 0, max = END - 1) long other,
      @ForAll long seed) {
    RandomGenerator random = new Random(seed);
    String first = Ulid.next(Instant.ofEpochMilli(one), random);
    String second = Ulid.next(Instant.ofEpochMilli(other), random);
    if (one != other) {
      assertEquals(Long.signum(Long.compare(one, other)), Integer.signum(first.compareTo(second)));
    }
  }

  @Property
  void anIdIsValidAndStartsWithItsTime(
      @ForAll @LongRange(min = 0, max = END - 1) long millis, @ForAll long seed) {
    String id = Ulid.next(Instant.ofEpochMilli(millis), new Random(seed));
    assertTrue(Ulid.isValid(id));
    assertEquals(millis, time(id));
  }

  @Example
  void theRandomPartDiffersWithinAMillisecond() {
    RandomGenerator random = new Random(1);
    Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
    assertNotEquals(Ulid.next(now, random), Ulid.next(now, random));
  }

  @Property
  void whatHasAnotherShapeIsNotValid(@ForAll String text) {
    if (text.length() != 26) {
      assertFalse(Ulid.isValid(text));
    }
  }

  private static long time(String id) {
    long millis = 0;
    for (char c : id.substring(0, 10).toCharArray()) {
      millis = millis << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(c);
    }
    return millis;
  }
}
