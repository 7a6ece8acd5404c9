package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.gateway.api.ApiClient.Reply;
import io.omnigate.gateway.api.ApiContract.Described;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route, asked by nobody, by a stranger, by an agent and by an admin. */
class PermissionsTest {
  private static final Set<Integer> REFUSED = Set.of(401, 403);

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void nobody_and_a_stranger_get_nowhere() {
    for (Described operation : guarded()) {
      for (ApiClient client :
          List.of(
              server.client(),
              server.client().token("nobody's"),
              server.client().token(""),
              server.client().token("x".repeat(10_000).substring(0, 600)),
              server.client().with("Authorization", "Basic YTpi"),
              server
                  .client()
                  .with("Cookie", "omnigate_session=nobody")
                  .with("Origin", ApiServer.PUBLIC_URL))) {
        Reply reply = call(client, operation);
        assertEquals(401, reply.status(), () -> operation.id() + ": " + reply.text());
        assertEquals("unauthenticated", reply.code());
        assertTrue(reply.header("WWW-Authenticate").startsWith("Bearer"));
      }
    }
  }

  @Test
  void an_agent_and_an_admin_are_let_in_as_declared() {
    for (Described operation : guarded()) {
      boolean forAdmins = operation.model().getString("x-permission").equals("admin");
      Reply agent = call(server.client().token(ApiServer.ANN_TOKEN), operation);
      assertEquals(forAdmins, agent.status() == 403, () -> operation.id() + agent.text());
      Reply admin = call(server.client().token(ApiServer.BOB_TOKEN), operation);
      assertFalse(REFUSED.contains(admin.status()), () -> operation.id() + admin.text());
      assertTrue(admin.status() < 500, () -> operation.id() + admin.text());
    }
  }

  @Test
  void a_ticket_that_is_not_there_looks_like_one_that_cannot_be() {
    ApiClient ann = server.client().token(ApiServer.ANN_TOKEN);
    for (Described operation : operations()) {
      if (!operation.path().contains("{id}")) {
        continue;
      }
      Reply unknown = call(ann, operation, "K7M2Q-9XD4T");
      Reply malformed = call(ann, operation, "..%2F..%2Fetc");
      assertEquals(404, unknown.status(), operation.id());
      assertEquals(404, malformed.status(), operation.id());
      assertEquals(unknown.code(), malformed.code(), operation.id());
    }
  }

  @Test
  void only_an_admin_purges_and_the_refusal_says_so() {
    String id = server.seed.ticket().value();
    JsonObject purge = new JsonObject().put("action", "purge");
    ApiClient bob = server.client().token(ApiServer.BOB_TOKEN);
    bob.post("/api/tickets/" + id + "/transitions", new JsonObject().put("action", "delete"));
    ApiClient ann = server.client().token(ApiServer.ANN_TOKEN);
    assertFalse(allowed(ann, id).contains("purge"));
    assertTrue(allowed(bob, id).contains("purge"));
    Reply refused = ann.post("/api/tickets/" + id + "/transitions", purge);
    assertEquals(403, refused.status());
    assertEquals("forbidden", refused.code());
    assertTrue(refused.json().getString("detail").contains("admin"));
    assertEquals(200, bob.post("/api/tickets/" + id + "/transitions", purge).status());
  }

  private static List<?> allowed(ApiClient client, String id) {
    return client.get("/api/tickets/" + id).json().getJsonArray("allowed").getList();
  }

  private static List<Described> operations() {
    return server.contract.operations().filter(each -> !each.boundElsewhere()).toList();
  }

  private static List<Described> guarded() {
    return operations().stream()
        .filter(each -> !each.model().getString("x-permission").equals("public"))
        .toList();
  }

  private static Reply call(ApiClient client, Described operation) {
    return call(client, operation, server.seed.ticket().value());
  }

  private static Reply call(ApiClient client, Described operation, String id) {
    String path =
        operation.path().replace("{id}", id).replace("{message}", "01JD0000000000000000000042");
    String method = operation.method().toUpperCase(Locale.ROOT);
    JsonObject body = operation.model().getJsonObject("requestBody");
    if (body == null) {
      return client.send(method, path, "");
    }
    return operation.model().containsKey(ApiContract.FILE_BYTES)
        ? client
            .with("Content-Type", "application/octet-stream")
            .send(method, path + "?name=a.txt", "bytes")
        : client
            .with("Content-Type", "application/json")
            .send(method, path, example(body).toString());
  }

  private static Object example(JsonObject body) {
    JsonObject json = body.getJsonObject("content").getJsonObject("application/json");
    return new DocsSchemas(server.contract.document()).example(json.getJsonObject("schema"));
  }
}
