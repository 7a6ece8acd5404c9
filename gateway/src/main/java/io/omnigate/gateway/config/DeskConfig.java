package io.omnigate.gateway.config;

import io.omnigate.core.config.Section;
import java.time.Duration;

/**
 * How agents work.
 *
 * @param lease how long a ticket taken by "to solve" is nobody else's
 * @param reopenWindow how long after it was solved a customer's message still reopens a ticket
 * @param session how long an agent stays signed in
 */
public record DeskConfig(Duration lease, Duration reopenWindow, Duration session) {
  private static final int LEASE_MINUTES = 15;
  private static final int REOPEN_DAYS = 4;
  private static final int SESSION_HOURS = 12;

  static DeskConfig read(Section section) {
    DeskConfig desk =
        new DeskConfig(
            Duration.ofMinutes(section.integer("leaseMinutes", LEASE_MINUTES, 1, 1_440)),
            Duration.ofDays(section.integer("reopenDays", REOPEN_DAYS, 0, 365)),
            Duration.ofHours(section.integer("sessionHours", SESSION_HOURS, 1, 720)));
    section.close();
    return desk;
  }
}
