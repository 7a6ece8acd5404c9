package io.omnigate.gateway.demo;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One customer of the demo on the way through a story. Used on one event loop. */
final class Contact {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Story story;
  private final int number = NUMBERS.incrementAndGet();
  private int told;
  private @Nullable String thread;

  Contact(Story story) {
    this.story = story;
  }

  /** What it tells. */
  Story story() {
    return story;
  }

  /** Different for every contact; providers' sender ids are made of it. */
  int number() {
    return number;
  }

  /** How many lines were told, the one under way included. */
  int told() {
    return told;
  }

  /** Whether there is a line left. */
  boolean goesOn() {
    return told < story.lines().size();
  }

  /** The next line. */
  String next() {
    return story.lines().get(told++);
  }

  /** What the first answer gave to go on by, such as a chat's session; null before it. */
  @Nullable String thread() {
    return thread;
  }

  /** Goes on by {@code thread} from now on. */
  void goOnBy(String thread) {
    this.thread = thread;
  }
}
