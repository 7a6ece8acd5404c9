package io.omnigate.bench.yardstick;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Measures the yardstick before and after something else. What was measured after the one thing
 * serves as "before" of the next where that follows at once.
 */
public final class Ruler {
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final Yardstick yardstick;
  private final Duration window;
  private @Nullable Rates last;
  private long lastAt;

  /** A ruler that measures each rate for {@code window}. */
  public Ruler(Yardstick yardstick, Duration window) {
    this.yardstick = yardstick;
    this.window = window;
  }

  /** What is measured in between. */
  public interface Middle<T> {
    /** Does it. */
    T measure() throws Exception;
  }

  /** What was measured, and the yardstick's mean of before and after. */
  public record Held<T>(T measured, Rates rates) {}

  /** Measures {@code middle} between two measurements of the yardstick. */
  public <T> Held<T> hold(Middle<T> middle) throws Exception {
    Rates before = before();
    T measured = middle.measure();
    Rates after = measure();
    return new Held<>(measured, Rates.mean(before, after));
  }

  private Rates before() throws InterruptedException {
    Rates known = last;
    boolean fresh = System.nanoTime() - lastAt < FRESH.toNanos();
    return known != null && fresh ? known : measure();
  }

  private Rates measure() throws InterruptedException {
    Rates rates = yardstick.measure(window);
    last = rates;
    lastAt = System.nanoTime();
    return rates;
  }
}
