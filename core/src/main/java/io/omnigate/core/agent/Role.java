package io.omnigate.core.agent;

import java.util.Locale;
import java.util.Optional;

/** What an agent may do; each role includes the ones before it. */
public enum Role {
  /** Works on tickets. */
  AGENT,
  /** May also purge, and look after agents. */
  ADMIN;

  /** Whether this role may do what {@code needed} may. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The name used in JSON and the configuration. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with the given name. */
  public static Optional<Role> ofWire(String wire) {
    for (Role role : values()) {
      if (role.wire().equals(wire)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
