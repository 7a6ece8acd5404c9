package io.omnigate.gateway.api;

import io.omnigate.core.agent.Agent;
import io.vertx.core.json.JsonObject;

/** An agent as JSON, wherever one is shown. */
public final class AgentJson {
  private AgentJson() {}

  /** The agent; the id is the e-mail address. */
  public static JsonObject of(Agent agent) {
    return new JsonObject()
        .put("id", agent.email())
        .put("email", agent.email())
        .put("name", agent.name())
        .put("role", agent.role().wire());
  }
}
