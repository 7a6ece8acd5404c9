package io.omnigate.gateway.config;

import io.omnigate.core.outbox.OutboxOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration but the channels, which their kinds read for themselves.
 *
 * @param secret signs visitor tokens, reply addresses and Message-IDs; at least 16 characters
 * @param mail null where outbound mail waits in the outbox
 * @param agents who is made at start if missing
 * @param outbox how patiently messages are sent
 * @param departments names by id, in the order of the file; never empty
 * @param departmentLanguages languages by id, of those departments that have one of their own
 * @param phoneRegion the region (ISO 3166, two letters) of phone numbers without a country code;
 *     {@code ZZ} for none
 */
public record Config(
    HttpConfig http,
    ManagementConfig management,
    DatabaseConfig database,
    String secret,
    @Nullable MailConfig mail,
    List<AgentConfig> agents,
    OutboxOptions outbox,
    Map<String, String> departments,
    Map<String, String> departmentLanguages,
    String phoneRegion,
    LimitsConfig limits,
    DeskConfig desk,
    LoggingConfig logging) {

  /** Without the secrets, which do not belong into a log. */
  @Override
  public String toString() {
    return "Config[" + http + ", " + management + ", " + database + ']';
  }
}
