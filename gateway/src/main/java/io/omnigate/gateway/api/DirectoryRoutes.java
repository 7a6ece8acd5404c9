package io.omnigate.gateway.api;

import io.omnigate.channels.http.Answer;
import io.omnigate.core.agent.Agents;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /api/agents} and {@code /api/config}. */
final class DirectoryRoutes {
  private final Agents agents;
  private final Directory directory;

  DirectoryRoutes(Agents agents, Directory directory) {
    this.agents = agents;
    this.directory = directory;
  }

  Future<Answer> listAgents(ApiRequest request) {
    return agents
        .all()
        .map(
            all ->
                new JsonObject()
                    .put("agents", new JsonArray(all.stream().map(AgentJson::of).toList())))
        .map(body -> Answer.json(200, body));
  }

  Future<Answer> getConfig(ApiRequest request) {
    return Future.succeededFuture(Answer.json(200, directory.json()));
  }
}
