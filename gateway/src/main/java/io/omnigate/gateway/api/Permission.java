package io.omnigate.gateway.api;

import io.omnigate.core.agent.Role;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may call an operation, as its {@code x-permission} says. */
enum Permission {
  /** Anybody; nobody is asked who they are. */
  PUBLIC(null),
  /** Every agent. */
  AGENT(Role.AGENT),
  /** Agents who look after others. */
  ADMIN(Role.ADMIN);

  private final @Nullable Role role;

  Permission(@Nullable Role role) {
    this.role = role;
  }

  /** The role that is needed; empty where none is. */
  Optional<Role> role() {
    return Optional.ofNullable(role);
  }

  /** The permission with the given name; empty where there is none, or the name is no text. */
  static Optional<Permission> ofWire(@Nullable Object wire) {
    for (Permission permission : values()) {
      if (permission.name().toLowerCase(Locale.ROOT).equals(wire)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }
}
