package io.omnigate.bench.traffic;

/** Numbers of messages, each given once. Used by one thread at a time. */
public final class Numbers {
  private long last;

  /** The next one. */
  public long next() {
    return ++last;
  }
}
