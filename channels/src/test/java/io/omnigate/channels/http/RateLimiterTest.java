package io.omnigate.channels.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final AtomicLong clock = new AtomicLong();
  private final RateLimiter limiter = new RateLimiter(clock::get, 6);

  @Test
  void soManyAtOnceAndThenOneForEachShareOfAMinute() {
    for (int i = 0; i < 6; i++) {
      assertEquals(0, limiter.take("a"));
    }
    assertEquals(10, limiter.take("a"));
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    assertEquals(0, limiter.take("a"));
    assertTrue(limiter.take("a") > 0);
  }

  @Test
  void addressesDoNotShare() {
    for (int i = 0; i < 10; i++) {
      limiter.take("a");
    }
    assertEquals(0, limiter.take("b"));
  }

  @Test
  void manyAddressesStayBounded() {
    for (int i = 0; i < 200_000; i++) {
      assertEquals(0, limiter.take("address " + i));
    }
    for (int i = 0; i < 6; i++) {
      assertEquals(i < 5 ? 0 : 10, limiter.take("address 199999"));
    }
  }
}
