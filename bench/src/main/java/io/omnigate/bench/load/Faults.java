package io.omnigate.bench.load;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong: every fault is counted, the first ones are kept to be shown. */
public final class Faults {
  private static final int KEPT = 20;

  private final List<String> first = new ArrayList<>();
  private long count;

  /** One more. */
  public synchronized void add(String fault) {
    count++;
    if (first.size() < KEPT) {
      first.add(fault);
    }
  }

  /** All there are. */
  public synchronized long count() {
    return count;
  }

  /** The first ones. */
  public synchronized List<String> first() {
    return List.copyOf(first);
  }
}
