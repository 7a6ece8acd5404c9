package io.omnigate.gateway;

import ch.qos.logback.classic.LoggerContext;
import io.omnigate.gateway.config.LoggingConfig;
import org.slf4j.LoggerFactory;

/**
 * Sets up the log, which begins with the first logger that is asked for: nothing that logs may be
 * loaded before.
 */
final class Logs {
  private Logs() {}

  /** What logback.xml reads. */
  static void configure(LoggingConfig config) {
    System.setProperty("omnigate.log.level", config.level());
    System.setProperty("omnigate.log.format", config.format());
  }

  /** Writes what was said so far; nothing said afterwards is heard. */
  static void stop() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
