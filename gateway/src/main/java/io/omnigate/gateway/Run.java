package io.omnigate.gateway;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the process: start, the lines on standard output, and the orderly end on SIGTERM or
 * SIGINT, in which accepted requests are answered first.
 */
final class Run {
  /** More than all steps of the end together; a service manager has to wait a little longer. */
  static final int END_SECONDS = 90;

  private static final Logger log = LoggerFactory.getLogger(Run.class);
  private static final int FAILED = 1;
  private static final int START_SECONDS = 120;

  private final Gateway gateway;
  private final Runnable afterwards;
  private final Thread onSignal = new Thread(this::endBySignal, "omnigate-end");

  /**
   * A run of {@code gateway}.
   *
   * @param afterwards done when the gateway has ended
   */
  Run(Gateway gateway, Runnable afterwards) {
    this.gateway = gateway;
    this.afterwards = afterwards;
  }

  /**
   * Starts, says so, and does not return before a signal ends the process; where the start fails it
   * says why and answers the exit code.
   *
   * @param welcome lines to print before the one that says ready
   * @param onceReady what goes on beside the gateway from then on
   */
  int untilToldToEnd(Supplier<List<String>> welcome, Runnable onceReady) {
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      gateway.start().await(START_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      return failed(e);
    }
    welcome.get().forEach(System.out::println);
    System.out.println("Omnigate is ready on " + gateway.http().localUrl());
    onceReady.run();
    return waitForSignal();
  }

  private int failed(Exception cause) {
    if (!disarm()) {
      return waitForSignal();
    }
    System.err.println("omnigate: " + StartProblem.line(cause));
    log.atDebug().setCause(cause).log("the start failed");
    end();
    return FAILED;
  }

  /** False where the process is ending already. */
  private boolean disarm() {
    try {
      return Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException ending) {
      return false;
    }
  }

  /** The hook ends the process from another thread; this one has nothing left to do. */
  private static int waitForSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  /** Without halt the exit code would be the signal's, though everything ended as it should. */
  private void endBySignal() {
    end();
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void end() {
    try {
      gateway.stop().toCompletableFuture().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      log.atWarn().setCause(e).log("the gateway did not end as it should");
    }
    afterwards.run();
    Logs.stop();
  }
}
