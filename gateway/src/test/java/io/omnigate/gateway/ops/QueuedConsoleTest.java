package io.omnigate.gateway.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuedConsoleTest {
  private final LoggerContext context = new LoggerContext();
  private final CountDownLatch mayWrite = new CountDownLatch(1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    mayWrite.countDown();
    context.stop();
  }

  @Test
  void writesEveryLineInOrderAndTheLastOnesWhenItStops() {
    mayWrite.countDown();
    Logger logger = logger();
    for (int i = 0; i < 5_000; i++) {
      logger.atInfo().addKeyValue("n", i).log("line");
    }
    context.stop();
    List<String> expected =
        IntStream.range(0, 5_000).mapToObj(i -> "line n=\"" + i + "\"").toList();
    assertEquals(expected, written.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void aReaderThatStandsStillHoldsNobodyUpAndTheLossIsTold() {
    Logger logger = logger();
    int told = QueuedConsole.WAITING * 2;
    for (int i = 0; i < told; i++) {
      logger.info("line"); // ends at all only because nobody waits for the writer
    }
    mayWrite.countDown();
    context.stop();
    List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
    long kept = lines.stream().filter(line -> line.startsWith("line")).count();
    long lost =
        lines.stream()
            .filter(line -> line.contains("were dropped"))
            .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
            .sum();
    assertTrue(lost > 0, "nothing was dropped");
    assertEquals(told, kept + lost);
  }

  private Logger logger() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg %kvp{DOUBLE}%n");
    encoder.start();
    QueuedConsole console = new QueuedConsole(new PrintStream(gate()));
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    Logger logger = context.getLogger("test");
    logger.setLevel(Level.INFO);
    logger.addAppender(console);
    return logger;
  }

  /** A reader of the log that reads nothing until it is told to. */
  private OutputStream gate() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) {
        try {
          assertTrue(mayWrite.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        written.write(bytes, from, length);
      }
    };
  }
}
