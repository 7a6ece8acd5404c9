package io.omnigate.core.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens outside this process. */
final class Await {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private Await() {}

  static void until(BooleanSupplier condition) {
    if (!within(condition)) {
      throw new AssertionError("it did not happen within " + LONGEST);
    }
  }

  static boolean gone(long pid) {
    return within(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static boolean within(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }
}
