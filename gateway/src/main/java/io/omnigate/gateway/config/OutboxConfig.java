package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import io.omnigate.core.outbox.OutboxOptions;
import java.time.Duration;

/** How patiently messages are sent. */
final class OutboxConfig {
  private static final OutboxOptions USUAL = OutboxOptions.DEFAULTS;

  private OutboxConfig() {}

  static OutboxOptions read(Section section) {
    int first = (int) USUAL.firstRetry().toSeconds();
    int lease = (int) USUAL.lease().toSeconds();
    OutboxOptions options =
        new OutboxOptions(
            Duration.ofSeconds(section.integer("firstRetrySeconds", first, 1, 3_600)),
            section.integer("attempts", USUAL.attempts(), 1, 1_000),
            section.integer("perRecipientHour", USUAL.perRecipientHour(), 1, 100_000),
            section.integer("automaticPerRecipientDay", USUAL.automaticPerRecipientDay(), 0, 1_000),
            Duration.ofSeconds(section.integer("leaseSeconds", lease, 30, 3_600)));
    section.close();
    return options;
  }
}
