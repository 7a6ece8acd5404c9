package io.omnigate.gateway;

import io.omnigate.gateway.config.LoggingConfig;

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
}
