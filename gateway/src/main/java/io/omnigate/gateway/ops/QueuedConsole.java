package io.omnigate.gateway.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log to standard error from a thread of its own, all lines that wait in one write: an
 * event loop never waits for a slow terminal or a full pipe, and a line costs a fraction of a write
 * of its own. A line is written at once when it comes alone; under load the thread rests for
 * {@value #REST_MILLIS} ms between two writes, since waking it for every line costs the event loops
 * more than the line itself.
 *
 * <p>What is told faster than it can be written is dropped beyond {@value #WAITING} lines, and the
 * log says how many were.
 */
public final class QueuedConsole extends UnsynchronizedAppenderBase<ILoggingEvent> {
  static final int WAITING = 16_384;
  private static final int AT_ONCE = 1_024;
  private static final long STOP_SECONDS = 2;
  private static final long REST_MILLIS = 10;

  private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer = new Thread(this::write, "omnigate-log");
  private final PrintStream target;
  private @Nullable Encoder<ILoggingEvent> encoder;

  /** Writes to standard error. */
  public QueuedConsole() {
    this(System.err);
  }

  QueuedConsole(PrintStream target) {
    this.target = target;
  }

  /** How a line is written; to be set before the start. */
  public void setEncoder(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
  }

  @Override
  public void start() {
    if (encoder == null) {
      addError("a console needs an encoder");
      return;
    }
    super.start();
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    if (!waiting.offer(event)) {
      dropped.incrementAndGet();
    }
  }

  /** Writes what still waits, within two seconds, and takes nothing more. */
  @Override
  public void stop() {
    super.stop();
    writer.interrupt();
    try {
      writer.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<ILoggingEvent> lines = new ArrayList<>();
    while (isStarted() || !waiting.isEmpty()) {
      try {
        ILoggingEvent first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          lines.add(first);
        }
      } catch (InterruptedException stopping) {
        // what waits is written all the same: the condition above ends the loop
      }
      waiting.drainTo(lines, AT_ONCE);
      writeOut(lines);
      lines.clear();
      rest();
    }
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(isStarted() ? REST_MILLIS : 0);
    } catch (InterruptedException stopping) {
      // as above
    }
  }

  private void writeOut(List<ILoggingEvent> lines) {
    long lost = dropped.getAndSet(0);
    if (encoder == null || (lines.isEmpty() && lost == 0)) {
      return;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (ILoggingEvent line : lines) {
      text.writeBytes(encoder.encode(line));
    }
    if (lost > 0) {
      String told = lost + " lines of the log were dropped: standard error is read too slowly\n";
      text.writeBytes(told.getBytes(StandardCharsets.UTF_8));
    }
    target.write(text.toByteArray(), 0, text.size());
    target.flush();
  }
}
