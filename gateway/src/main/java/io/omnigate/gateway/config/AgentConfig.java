package io.omnigate.gateway.config;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Role;
import io.omnigate.core.config.Section;
import io.omnigate.core.contact.EmailAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent who is made at start where there is none with that address. Who is there already is left
 * as they are, so that a changed password survives a restart.
 *
 * @param password null for an agent who only uses a token
 * @param token an API token; null for none
 */
public record AgentConfig(Agent agent, @Nullable String password, @Nullable String token) {
  static AgentConfig read(Section section) {
    String email = section.text("email");
    String name = section.textOr("name", email);
    String role = section.choice("role", Role.AGENT.wire(), List.of("agent", "admin"));
    String password = section.textOr("password", "");
    String token = section.textOr("token", "");
    section.close();
    if (!email.isEmpty() && EmailAddress.normalise(email).isEmpty()) {
      section.mistake("email", "has to be an e-mail address");
    }
    if (password.isEmpty() && token.isEmpty()) {
      section.mistake("password", "is missing, and so is token: nobody could sign in");
    }
    return new AgentConfig(
        new Agent(
            EmailAddress.normalise(email).orElse(email),
            name,
            Role.ofWire(role).orElse(Role.AGENT)),
        password.isEmpty() ? null : password,
        token.isEmpty() ? null : token);
  }

  /** Without the secrets, which do not belong into a log. */
  @Override
  public String toString() {
    return "AgentConfig[" + agent.email() + ']';
  }
}
