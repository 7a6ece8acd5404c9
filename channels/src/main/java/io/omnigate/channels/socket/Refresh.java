package io.omnigate.channels.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats one read whenever it is requested: one at a time, not oftener than its bound, and once
 * more for what was requested while it was under way. A read that fails is repeated a second later.
 * To be used from one context only.
 */
public final class Refresh<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final Pace pace;
  private final Supplier<Future<T>> read;
  private final Consumer<T> success;
  private final Runnable failure;
  private long reads;
  private long notBefore = System.nanoTime();
  private long lastNanos;
  private boolean due;
  private boolean running;
  private boolean planned;
  private boolean stopped;

  /**
   * How often a read may be repeated.
   *
   * @param minNanos the shortest pause between two reads
   * @param share the pause is at least this many times as long as the last read took
   */
  public record Pace(long minNanos, int share) {}

  /**
   * A read that is not yet requested.
   *
   * @param success told the outcome of each read that succeeds
   * @param failure told of each read that fails
   */
  public Refresh(
      Vertx vertx, Pace pace, Supplier<Future<T>> read, Consumer<T> success, Runnable failure) {
    this.vertx = vertx;
    this.pace = pace;
    this.read = read;
    this.success = success;
    this.failure = failure;
  }

  /** Reads, now or as soon as the pace allows; a read that has begun does not count. */
  public void request() {
    due = true;
    plan();
  }

  /** Begins a requested read at once, whatever the pace says. */
  public void hurry() {
    if (due && !running && !stopped) {
      begin();
    }
  }

  /** Whether a read is requested and has not begun. */
  public boolean pending() {
    return due;
  }

  /** Whether a read is under way. */
  public boolean running() {
    return running;
  }

  /** How many reads have begun; the number of the latest one. */
  public long reads() {
    return reads;
  }

  /** How long the latest finished read took. */
  public long lastNanos() {
    return lastNanos;
  }

  /** Reads no more. */
  public void stop() {
    stopped = true;
  }

  private void plan() {
    if (!due || running || planned || stopped) {
      return;
    }
    long wait = notBefore - System.nanoTime();
    if (wait <= 0) {
      begin();
    } else {
      planned = true;
      vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(wait) + 1, timer -> planned());
    }
  }

  private void planned() {
    planned = false;
    plan();
  }

  private void begin() {
    due = false;
    running = true;
    reads++;
    long started = System.nanoTime();
    read.get().onComplete(value -> succeeded(value, started), this::failed);
  }

  private void succeeded(T value, long started) {
    long now = System.nanoTime();
    lastNanos = now - started;
    notBefore = now + Math.max(pace.minNanos(), pace.share() * lastNanos);
    running = false;
    if (!stopped) {
      success.accept(value);
      plan();
    }
  }

  private void failed(Throwable cause) {
    notBefore = System.nanoTime() + RETRY_NANOS;
    running = false;
    due = true;
    if (!stopped) {
      LOG.atWarn().addKeyValue("cause", cause.toString()).log("live view could not be read");
      failure.run();
      plan();
    }
  }
}
