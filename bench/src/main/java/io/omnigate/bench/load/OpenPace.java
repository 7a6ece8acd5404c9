package io.omnigate.bench.load;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Open loop: message {@code n} is due {@code n / rate} seconds after the beginning, whatever became
 * of the others. One that finds no free connection waits, and its wait counts, for its latency runs
 * from when it was due. So a gateway that stalls cannot make the driver ask it less often.
 */
final class OpenPace implements Pace {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final ArrayDeque<Connection> idle;
  private final Traffic traffic;
  private final double nanosApart;
  private long began;
  private long sent;
  private boolean running;

  OpenPace(EventLoop loop, List<Connection> connections, Traffic traffic, double perSecond) {
    this.loop = loop;
    this.idle = new ArrayDeque<>(connections);
    this.traffic = traffic;
    this.nanosApart = SECOND / perSecond;
  }

  @Override
  public void begin() {
    running = true;
    began = System.nanoTime();
    tick();
  }

  @Override
  public void free(Connection connection) {
    idle.add(connection);
    sendDue();
  }

  @Override
  public void end() {
    running = false;
  }

  @Override
  public long unsent(Tally tally, long now) {
    long due = dueBy(now);
    for (long i = sent; i < due; i++) {
      tally.waiting(now - dueAt(i));
    }
    return due - sent;
  }

  private void tick() {
    if (running) {
      sendDue();
      long next = dueAt(dueBy(System.nanoTime())) - System.nanoTime();
      loop.schedule(this::tick, Math.max(0, next), TimeUnit.NANOSECONDS);
    }
  }

  private void sendDue() {
    long due = running ? dueBy(System.nanoTime()) : sent;
    while (sent < due && !idle.isEmpty()) {
      idle.remove().send(traffic.next(), dueAt(sent));
      sent++;
    }
  }

  /** How many are due by {@code now}: the first one at the beginning. */
  private long dueBy(long now) {
    return (long) ((now - began) / nanosApart) + 1;
  }

  private long dueAt(long n) {
    return began + (long) Math.ceil(n * nanosApart);
  }
}
